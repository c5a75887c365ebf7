import Type, { type Static } from 'typebox';
import { named } from '../../core/shape.ts';

const Text = Type.String({ maxLength: 20_000 });

export const TacticalReportCreate = named('TacticalReportCreate', Type.Object({ conditions: Text, actions: Text, needs: Text }));
export type TacticalReportCreate = Static<typeof TacticalReportCreate>;

export const ExecutiveReportCreate = named(
  'ExecutiveReportCreate',
  Type.Object({ current_status: Text, overview: Text, next_steps: Text }),
);
export type ExecutiveReportCreate = Static<typeof ExecutiveReportCreate>;

export type ReportType = 'Tactical Report' | 'Executive Report';

/** What each part is called where people read it, in its order. */
const PARTS: Record<ReportType, Record<string, string>> = {
  'Tactical Report': { conditions: 'Conditions', actions: 'Actions', needs: 'Needs' },
  'Executive Report': { current_status: 'Current status', overview: 'Overview', next_steps: 'Next steps' },
};

export const partsOf = (type: ReportType) => PARTS[type];

/** The report for reading, in Markdown. */
export const asMarkdown = (type: ReportType, details: Record<string, string>) =>
  Object.entries(PARTS[type])
    .map(([key, title]) => `**${title}**\n\n${details[key] || '–'}`)
    .join('\n\n');
