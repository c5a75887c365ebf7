-- Every change of access, in the order it was committed, each entry sealed to the one before. Written once, never changed.

create table audit_chains (
  organization_id int primary key,
  sequence bigint not null,
  hash text not null,
  kept_from bigint not null default 1,
  forgotten_hash text
);
comment on table audit_chains is 'the end of each organization''s chain, and under 0 of the installation''s; its row is the lock of whoever appends';

create table audit_entries (
  organization_id int not null,
  sequence bigint not null,
  at timestamptz not null,
  actor_kind text not null constraint audit_entries_actor_kind check (actor_kind in ('person', 'service', 'directory', 'operator', 'system', 'anonymous')),
  actor_id int,
  actor_name text,
  action text not null,
  target_kind text,
  target_id text,
  target_name text,
  changes jsonb not null,
  result text not null constraint audit_entries_result check (result in ('done', 'refused', 'failed')),
  reason text,
  network text,
  user_agent text,
  request_id text,
  hash text not null,
  primary key (organization_id, sequence)
);
comment on column audit_entries.organization_id is '0: of the installation; no reference: an entry outlives what it tells of';
comment on column audit_entries.actor_name is 'at that time; no part of what is sealed, so that a person can be forgotten without breaking the chain';
create index audit_entries_action on audit_entries (organization_id, action, sequence);
create index audit_entries_at on audit_entries (at);

create function keep_audit_entries() returns trigger language plpgsql as $$
begin
  if current_setting('tocsin.audit_upkeep', true) = 'on' and tg_op in ('DELETE', 'TRUNCATE') then
    return old;
  end if;
  raise exception 'audit entries are written once' using errcode = 'restrict_violation';
end $$;
create trigger audit_entries_kept before update or delete on audit_entries for each row execute function keep_audit_entries();
create trigger audit_entries_not_emptied before truncate on audit_entries for each statement execute function keep_audit_entries();
