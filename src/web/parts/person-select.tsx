import type { ReactNode } from 'react';
import type { Individual } from '../api/types.ts';
import { RemoteSelect } from '../ui/remote-select.tsx';
import { useOrganization } from './account.ts';
import { findPeople, newPerson, peopleKey } from './choosers.ts';
import { personName } from './marks.tsx';

type Someone = Pick<Individual, 'email' | 'name'>;
type Props = {
  label: string;
  value: Someone | null;
  onChange: (value: Individual | null) => void;
  project?: string | undefined;
  required?: boolean;
  description?: ReactNode;
  error?: ReactNode;
  clearable?: boolean;
  disabled?: boolean;
};

/** A person by name or address; an unknown address is a new person. */
export function PersonSelect({ value, onChange, project, ...rest }: Props) {
  const organization = useOrganization();
  return (
    <RemoteSelect<Individual>
      {...rest}
      value={value as Individual | null}
      onChange={onChange}
      placeholder="Name or e-mail address"
      cacheKey={peopleKey(organization, project)}
      load={(q) => findPeople(organization, q, project)}
      idOf={(one) => one.email}
      nameOf={personName}
      hintOf={(one) => (one.name ? one.email : undefined)}
      create={newPerson}
    />
  );
}
