import Type from 'typebox';
import { Id } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { CaseReadMinimal } from '../cases/index.ts';
import { entities, entityTypes } from '../entities/index.ts';
import { caseEdit } from '../participants/index.ts';
import { createTypeFromCase, recalculateEntities } from './case-entities.ts';
import { casesOfEntity, instancesOfEntity } from './entity-cases.ts';
import { SignalInstanceRead } from './signal-instances.ts';

const days = Type.Object({ entity_id: Id, days_back: Type.Integer({ minimum: 0, maximum: 36_500, description: 'How many days back' }) });

const cases = route({
  method: 'get',
  path: '/{organization}/entity/{entity_id}/cases/{days_back}',
  tag: entities.tag,
  summary: 'Lists cases that signal instances about an entity belong to, the newest 200',
  access: member,
  params: days,
  answer: Type.Object({ cases: Type.Array(CaseReadMinimal.schema) }),
  handle: async (ctx, { params }) => new JsonText(await casesOfEntity(ctx, params.entity_id, params.days_back)),
});

const instances = route({
  method: 'get',
  path: '/{organization}/entity/{entity_id}/signal_instances/{days_back}',
  tag: entities.tag,
  summary: 'Lists signal instances about an entity, the newest 200',
  access: member,
  params: days,
  answer: Type.Object({ instances: Type.Array(SignalInstanceRead.schema) }),
  handle: async (ctx, { params }) => new JsonText(await instancesOfEntity(ctx, params.entity_id, params.days_back)),
});

const createFromCase = route({
  method: 'post',
  path: '/{organization}/entity_type/{case_id}',
  tag: entityTypes.tag,
  summary: 'Creates an entity type and looks for it in the signal instances of a case',
  access: admin,
  params: Type.Object({ case_id: Id }),
  body: entityTypes.createSchema,
  answer: entityTypes.read.schema,
  handle: async (ctx, { params, body }) => new JsonText(await createTypeFromCase(ctx, params.case_id, body as Record<string, unknown>)),
});

const recalculate = route({
  method: 'put',
  path: '/{organization}/entity_type/recalculate/{entity_type_id}/{case_id}',
  tag: entityTypes.tag,
  summary: 'Looks again for the entities of a type in the signal instances of a case',
  access: caseEdit,
  subject: { table: 'cases', param: 'case_id', roleFirst: true },
  params: Type.Object({ entity_type_id: Id, case_id: Id }),
  answer: Type.Array(SignalInstanceRead.schema),
  handle: async (ctx, { params }) => new JsonText(await recalculateEntities(ctx, params.entity_type_id, params.case_id)),
});

export const routes: Route[] = [cases, instances, createFromCase, recalculate];
