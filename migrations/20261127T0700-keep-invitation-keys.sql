-- The keys that sign invitations: a pair of their own, so that access tokens and invitations are never taken for one another.

create table invitation_keys (
  kid text primary key,
  public_key text not null,
  private_key text,
  state text not null constraint invitation_keys_state check (state in ('next', 'active', 'retired', 'revoked')),
  published_at timestamptz not null,
  active_at timestamptz,
  retired_at timestamptz,
  revoked_at timestamptz,
  verifies_until timestamptz,
  constraint invitation_keys_signs check (state not in ('next', 'active') or private_key is not null)
);
create unique index invitation_keys_one_active on invitation_keys (state) where state = 'active';
create unique index invitation_keys_one_next on invitation_keys (state) where state = 'next';
comment on column invitation_keys.kid is 'thumbprint of the public key, RFC 7638';
comment on column invitation_keys.private_key is 'PKCS #8, sealed with the encryption key; gone once the key signs no more';
comment on column invitation_keys.verifies_until is 'when the last link that it signed runs out';
