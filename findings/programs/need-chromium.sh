# Sourced: CHROMIUM_PATH is a Chromium, or the script ends.
CHROMIUM_PATH=${CHROMIUM_PATH:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[[ -n $CHROMIUM_PATH ]] || { echo 'NOT RUN: no Chromium; set CHROMIUM_PATH' >&2; exit 1; }
export CHROMIUM_PATH
