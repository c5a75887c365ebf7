import { TrialAnswer, type TrialResult } from '../../../parts/trial-result.tsx';
import { Panel } from '../../../ui/page.tsx';

/** What the window of the test sign-in came back with. */
export const TrialPanel = ({ result }: { result: TrialResult }) => (
  <Panel title="Test sign-in">
    <TrialAnswer result={result} />
  </Panel>
);
