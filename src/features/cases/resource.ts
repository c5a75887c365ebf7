import { across, down, up } from '../../core/paths.ts';
import { allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { CASE_COST } from '../costs/index.ts';
import { acrossOpen, caseView } from '../participants/index.ts';
import { caseJoins } from '../search-filters/index.ts';
import { CaseRead, CaseReadMinimal } from './shapes.ts';

const alerts = down('signal_instances', 'case_id');
const entities = across('signal_instance_entities', 'signal_instance_id', 'entity_id');

/** Cases as lists, filters and searches see them; they are written by operations. */
export const cases = resource({
  table: 'cases',
  path: '/cases',
  tag: 'cases',
  noun: 'case',
  model: 'Case',
  fields: CaseRead.fields,
  item: CaseReadMinimal,
  rules: { list: member },
  visible: (ctx, alias) => allowed(ctx, caseView, alias),
  joins: {
    ...caseJoins,
    // Sorting by the relation is sorting by the person.
    assignee: caseJoins.Assignee,
    reporter: caseJoins.Reporter,
    Tag: [across('case_tags', 'case_id', 'tag_id')],
    TagType: [across('case_tags', 'case_id', 'tag_id'), up('tags', 'tag_type_id')],
    Incident: [acrossOpen('case_incidents', 'case_id', 'incident_id')],
    SignalInstance: [alerts],
    Signal: [alerts, up('signal_instances', 'signal_id')],
    Entity: [alerts, entities],
    EntityType: [alerts, entities, up('entities', 'entity_type_id')],
  },
  computed: {
    total_cost_classic: (alias) => CASE_COST(alias, 'Classic'),
    total_cost_new: (alias) => CASE_COST(alias, 'New'),
  },
  substring: ['name'],
});
