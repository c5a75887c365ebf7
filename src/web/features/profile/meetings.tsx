import { Switch } from '@mantine/core';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useMe, useOrganization } from '../../parts/account.ts';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.tsx';

/** Whether this person is put into conferences without asking. */
export function Meetings() {
  const organization = useOrganization();
  const { settings } = useMe();
  const save = useSave<boolean>({
    send: (auto_add_to_incident_bridges) =>
      answer(
        client.PUT('/{organization}/auth/me/settings', {
          // The reference's document forgets that this path has a parameter.
          params: { path: { organization } } as never,
          body: { auto_add_to_incident_bridges },
        }),
      ),
    refresh: [keys.me],
    done: 'Saved.',
  });
  const stored = settings?.auto_add_to_incident_bridges !== false;
  return (
    <Panel title="Conferences">
      <Switch
        mt="xs"
        label="Add me to the conference of my incidents"
        description="Otherwise you join by the link on the incident’s page."
        checked={save.isPending ? save.variables : stored}
        disabled={save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
      />
    </Panel>
  );
}
