import { useQuery } from '@tanstack/react-query';
import { answer, client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { equals, list } from '../../../api/list.ts';
import type { PluginInstance } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';

export type Plugin = PluginInstance['plugin'];

/** Everything that is installed, whatever a project does with it. */
export function useCatalogue() {
  const organization = useOrganization();
  return useQuery({
    queryKey: keys.list(organization, 'plugin', 'catalogue'),
    queryFn: () => list<Plugin>(organization, 'plugins', { itemsPerPage: -1, sort: ['type', 'title'] }),
  });
}

export function useInstances(project: string | undefined) {
  const organization = useOrganization();
  return useQuery({
    queryKey: keys.list(organization, 'plugin', ['instances', project]),
    enabled: project !== undefined,
    queryFn: () =>
      list<PluginInstance>(organization, 'plugins/instances', { itemsPerPage: -1, filter: [equals('Project', 'name', project)] }),
  });
}

/** Switches a plug-in of a project on or off; its configuration stays. */
export const switchInstance = (organization: string, { id }: { id: number }, enabled: boolean) =>
  answer(
    client.PUT('/{organization}/plugins/instances/{plugin_instance_id}', {
      params: { path: { organization, plugin_instance_id: id } },
      body: { enabled } as never,
    }),
  );

const KINDS: Record<string, string> = {
  'artificial-intelligence': 'Artificial intelligence',
  'auth-mfa': 'Second factor',
  'auth-provider': 'Signing in',
  conference: 'Conference',
  contact: 'Contacts',
  conversation: 'Conversation',
  document: 'Documents',
  email: 'Mail',
  metric: 'Metrics',
  monitor: 'Monitoring',
  oncall: 'On call',
  participant: 'Choice of participants',
  'participant-group': 'Groups',
  'signal-consumer': 'Signals',
  source: 'Data sources',
  storage: 'Storage',
  tag: 'Tags',
  task: 'Tasks',
  term: 'Terms',
  ticket: 'Tickets',
  workflow: 'Workflows',
  'investigation-tooling': 'Investigation',
  'document-resolver': 'Choice of documents',
  analytics: 'Analytics',
  'secret-provider': 'Secrets',
};

/** What a type of plug-ins does, in words. */
export const kindOf = (type: string) => KINDS[type] ?? type.charAt(0).toUpperCase() + type.slice(1).replaceAll('-', ' ');
