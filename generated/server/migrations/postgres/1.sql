-- The one row of `stream` is the end of the stream. Publishing locks it, so positions have the order of commits.
-- `epoch` tells this stream from every other one; it is a part of each stream token.
create table stream (
    one bool primary key default true check (one),
    position bigint not null,
    epoch text not null
) with (fillfactor = 10);
insert into stream (position, epoch) values (0, substr(replace(gen_random_uuid()::text, '-', ''), 1, 8));

create table events (
    position bigint primary key,
    room text not null,
    id text not null unique,
    body text not null
);
create index events_by_room on events (room, position);

-- Only hashes of tokens are stored. `role` is 'guest' or 'publisher'.
create table tokens (
    hash bytea primary key,
    role text not null
);

-- The rooms of a guest, each with the position after which its events are visible.
create table grants (
    hash bytea not null references tokens on delete cascade,
    room text not null,
    since bigint not null,
    primary key (hash, room)
);

-- Appends the events of a batch that are new. Returns, in the order of the batch, the position of each event, and whether
-- the stored event is equal to it. It is one function, and not several statements, so that no client holds the lock while
-- it waits for the network.
create function publish(ids text[], rooms text[], bodies text[])
returns table (at bigint, equal bool) language plpgsql as $$
declare
    base bigint;
    fresh bigint;
begin
    -- Alone in its statement: the snapshot of the next statement is then newer than the lock, and contains everything
    -- that was committed before.
    select position into strict base from stream for update;
    insert into events (position, room, id, body)
        select base + row_number() over (order by o), r, i, b
        from (
            select distinct on (i) i, r, b, o
            from unnest(ids, rooms, bodies) with ordinality u (i, r, b, o)
            where not exists (select from events e where e.id = u.i)
            order by i, o
        ) news;
    get diagnostics fresh = row_count;
    if fresh > 0 then
        update stream set position = base + fresh;
        perform pg_notify('guest_events', '');
    end if;
    return query
        select e.position, e.room = u.r and e.body = u.b
        from unnest(ids, rooms, bodies) with ordinality u (i, r, b, o)
        join events e on e.id = u.i
        order by o;
end $$;
