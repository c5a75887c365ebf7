import { Alert, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useOrganization } from '../../../parts/account.ts';
import { ROLES_IN_WORDS } from '../../../parts/role-in-words.ts';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import classes from './members.module.css';
import { type RoleInfo, rolesQuery } from './roles.ts';

type Props = { label: string; value: string; onChange: (role: RoleInfo) => void; error?: ReactNode; disabled?: boolean; without?: string };

/** A choice of role, each with what it may do. Those above the viewer's own are not offered. */
export function RoleCards({ label, value, onChange, error, disabled = false, without }: Props) {
  const organization = useOrganization();
  const roles = useQuery(rolesQuery(organization));
  if (roles.error) return <ErrorState error={roles.error} retry={() => void roles.refetch()} />;
  if (!roles.data) return <Loading lines={4} />;
  const offered = roles.data.organization?.roles.filter((role) => (role.canGrant && role.name !== without) || role.name === value) ?? [];
  const choose = (name: string) => {
    const chosen = offered.find((role) => role.name === name);
    if (chosen) onChange(chosen);
  };
  if (!offered.length) return <Alert color="gray">You may not give anybody a role here.</Alert>;
  return (
    <Radio.Group label={label} value={value} onChange={choose} error={error}>
      <div className={classes.cards}>
        {offered.map(({ name, canGrant }) => (
          <Radio.Card key={name} value={name} disabled={disabled || !canGrant} className={classes.card} aria-label={name}>
            <Radio.Indicator disabled={disabled || !canGrant} />
            <span>
              <span className={classes.cardTitle}>{name}</span>
              <span className={classes.cardText}>{ROLES_IN_WORDS[name]}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
