import { ListChecks } from 'lucide-react';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { FlowList } from './flow-list.tsx';
import { useIncident } from './incident-data.ts';

/** How far setting up the incident has come, and what went wrong. */
export function Progress() {
  const { flow = [] } = useIncident();
  if (!flow.length)
    return (
      <EmptyState icon={ListChecks} title="Nothing was set up for this incident">
        It was brought in with everything it has. “Create missing resources” in the menu above makes what is missing.
      </EmptyState>
    );
  return (
    <Panel title="Steps">
      <FlowList />
    </Panel>
  );
}
