export default { trailingSlash: true, serverExternalPackages: ['@libsql/client'] }
