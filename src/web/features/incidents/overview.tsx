import { Stack } from '@mantine/core';
import { useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { InlineEdit } from '../../ui/inline-edit.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Panel } from '../../ui/page.tsx';
import { When } from '../../ui/time.tsx';
import { offReason } from './allowed.ts';
import { flowSummary } from './flow.ts';
import { FlowList } from './flow-list.tsx';
import { InCharge } from './in-charge.tsx';
import { useChangeIncident, useIncident } from './incident-data.ts';
import { KeyFacts } from './key-facts.tsx';
import { KeyLinks } from './key-links.tsx';
import classes from './overview.module.css';
import { reportParts } from './reports/report-parts.ts';
import { resolutionOf } from './resolution.ts';

/** What is known, who is in charge, where everything is. */
export function Overview() {
  const { flow } = useIncident();
  const isSettingUp = flowSummary(flow).left.length > 0;
  return (
    <div className={classes.columns}>
      <Stack gap="md">
        <Known />
        <LastWord />
        <InCharge />
      </Stack>
      <Stack gap="md">
        {isSettingUp && (
          <Panel title="Being set up">
            <FlowList short />
          </Panel>
        )}
        <KeyLinks />
        <KeyFacts />
      </Stack>
    </div>
  );
}

function Known() {
  const incident = useIncident();
  const off = offReason(incident, 'edit');
  const change = useChangeIncident({ quiet: true });
  const key = `incident.${incident.id}`;
  const resolution = resolutionOf(incident);
  const isDone = incident.status !== 'Active' || resolution !== '';
  return (
    <Panel title="What is known">
      <Stack gap="md">
        <InlineEdit
          label="Description"
          value={incident.description}
          draftKey={`${key}.description`}
          save={(description) => change.mutateAsync({ description })}
          multiline
          required
          off={off}
        >
          <Markdown text={incident.description} />
        </InlineEdit>
        {isDone && (
          <div>
            <h3 className={classes.small}>Resolution</h3>
            <InlineEdit
              label="Resolution"
              value={resolution}
              draftKey={`${key}.resolution`}
              save={(text) => change.mutateAsync({ resolution: text })}
              multiline
              off={off}
            >
              {resolution ? <Markdown text={resolution} /> : <span className={classes.faint}>Not written down yet.</span>}
            </InlineEdit>
          </div>
        )}
        {incident.summary && (
          <div>
            <h3 className={classes.small}>Summary</h3>
            <Markdown text={incident.summary} />
          </div>
        )}
      </Stack>
    </Panel>
  );
}

/** The newest tactical report: the shortest way to be up to date. */
function LastWord() {
  const incident = useIncident();
  const organization = useOrganization();
  const report = incident.last_tactical_report;
  const all = (
    <TextLink at={paths.incident(organization, incident, 'reports')} size="sm">
      {report ? 'All reports' : 'Write the first one'}
    </TextLink>
  );
  return (
    <Panel
      title={
        report ? (
          <>
            Last report <When at={report.created_at} />
          </>
        ) : (
          'Last report'
        )
      }
      actions={all}
    >
      {!report && <span className={classes.faint}>Nobody has reported yet.</span>}
      {report && (
        <div className={classes.parts}>
          {reportParts(report).map(({ label, text }) => (
            <div key={label}>
              <h3 className={classes.small}>{label}</h3>
              <Markdown text={text} startLevel={4} />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}
