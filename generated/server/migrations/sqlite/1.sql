-- `epoch` tells this stream from every other one; it is a part of each stream token.
create table stream (
    one integer primary key check (one = 1),
    epoch text not null
) strict;
insert into stream values (1, lower(hex(randomblob(4))));

create table events (
    position integer primary key,
    room text not null,
    id text not null unique,
    body text not null
) strict;
create index events_by_room on events (room, position);

-- Only hashes of tokens are stored. `role` is 'guest' or 'publisher'.
create table tokens (
    hash blob primary key,
    role text not null
) strict, without rowid;

-- The rooms of a guest, each with the position after which its events are visible.
create table grants (
    hash blob not null references tokens on delete cascade,
    room text not null,
    since integer not null,
    primary key (hash, room)
) strict, without rowid;
