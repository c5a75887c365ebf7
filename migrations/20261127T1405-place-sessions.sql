-- Which of a person's organizations a session was last sent to by a choice of theirs: administrators of that one see it and may end it.
alter table sessions add column organization_id integer references organizations (id) on delete set null;
create index sessions_organization on sessions (organization_id) where organization_id is not null;
