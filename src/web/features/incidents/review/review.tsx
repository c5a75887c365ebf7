import { Stack } from '@mantine/core';
import { FileText } from 'lucide-react';
import { Panel } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { DocumentPanel } from '../documents/document-panel.tsx';
import { useIncident } from '../incident-data.ts';
import { Feedback } from './feedback.tsx';
import classes from './review.module.css';

const IS_REVIEW = 'dispatch-incident-review-document';

/** What was learned: the review document, and how those who took part saw it. */
export function Review() {
  const { incident_review_document, documents, incident_type } = useIncident();
  const document = incident_review_document ?? documents?.find((one) => one.resource_type === IS_REVIEW);
  return (
    <div className={classes.columns}>
      {document ? (
        <DocumentPanel document={document} />
      ) : (
        <Panel title="Review">
          <EmptyState icon={FileText} title="No review document" small>
            {incident_type.exclude_from_review
              ? `Incidents of the type ${incident_type.name} are not reviewed.`
              : 'It is created when the incident is stable, from the template of its type. “Create missing resources” in the menu above tries again.'}
          </EmptyState>
        </Panel>
      )}
      <Stack gap="md">
        <Feedback />
      </Stack>
    </div>
  );
}
