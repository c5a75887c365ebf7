-- A link with which somebody who has forgotten their password chooses a new one; one for each person, and the newest is the one that counts.

create table password_resets (
  dispatch_user_id int primary key references users on delete cascade,
  token_hash text not null constraint password_resets_token_key unique,
  tokens_valid_after timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index password_resets_expires_at_idx on password_resets (expires_at);
comment on column password_resets.token_hash is 'SHA-256 of the secret in the link, hexadecimal';
comment on column password_resets.tokens_valid_after is 'as the person had it when the link was made: with the next new password, or sign-out everywhere, the link is worth nothing';
