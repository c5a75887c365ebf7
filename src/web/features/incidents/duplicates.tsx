import { CloseButton, Group } from '@mantine/core';
import { keys } from '../../api/keys.ts';
import { equals, list } from '../../api/list.ts';
import { useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { TextLink } from '../../ui/link.tsx';
import { RemoteSelect } from '../../ui/remote-select.tsx';
import { useAmendIncident, useIncident } from './incident-data.ts';

type Other = { id: number; name?: string | null; title?: string };

/** Other incidents that are the same thing. */
export function Duplicates() {
  const incident = useIncident();
  const organization = useOrganization();
  const change = useAmendIncident({ done: 'Saved.' });
  const duplicates = incident.duplicates ?? [];
  const find = async (q: string) => {
    const { items } = await list<Other>(organization, 'incidents', {
      q,
      itemsPerPage: 10,
      include: ['id', 'name', 'title'],
      sort: q ? [] : ['-reported_at'],
      filter: [equals('Project', 'name', incident.project.name)],
    });
    return items.filter((one) => one.id !== incident.id && !duplicates.some((other) => other.id === one.id));
  };
  return (
    <div>
      <RemoteSelect<Other>
        label="Duplicate of"
        value={null}
        onChange={(one) => one && change.mutate((now) => ({ duplicates: [...(now.duplicates ?? []), { id: one.id, name: one.name }] }))}
        cacheKey={keys.list(organization, 'incident', 'duplicates')}
        load={find}
        idOf={(one) => String(one.id)}
        nameOf={(one) => one.name ?? String(one.id)}
        hintOf={(one) => one.title}
      />
      {duplicates.length > 0 && (
        <Group gap={6} mt={6}>
          {duplicates.map((one) => (
            <Group key={one.id} gap={2} wrap="nowrap">
              <TextLink at={paths.incident(organization, one)} size="sm">
                {one.name ?? one.id}
              </TextLink>
              <CloseButton
                size="sm"
                aria-label={`Not a duplicate of ${one.name ?? one.id}`}
                onClick={() => change.mutate((now) => ({ duplicates: (now.duplicates ?? []).filter((other) => other.id !== one.id) }))}
              />
            </Group>
          ))}
        </Group>
      )}
    </div>
  );
}
