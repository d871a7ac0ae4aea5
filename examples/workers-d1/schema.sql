create table if not exists users (id text primary key, email text unique not null, password text not null);
create table if not exists sessions (id text primary key, user_id text not null, method text not null, at integer not null);
