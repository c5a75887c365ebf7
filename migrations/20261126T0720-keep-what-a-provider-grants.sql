-- A session that a provider began: who it is for there, and what is needed to ask whether it still counts and to end it there as well.

alter table sessions
  add column provider_issuer text,
  add column provider_subject text,
  add column provider_session text,
  add column provider_grant text;
comment on column sessions.provider_grant is 'tokens of the provider, sealed with the encryption key; never sent to a browser';
create index sessions_provider_subject_idx on sessions (provider_subject) where provider_subject is not null;
