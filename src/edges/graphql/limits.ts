import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Refusal } from './errors.ts';

/** What one document may be. @source management-api.md 6 */
export const LIMITS = {
  bodyBytes: 100_000,
  tokens: 2000,
  depth: 12,
  aliases: 30,
  directives: 20,
  queryFields: 20,
  mutationFields: 10,
  nodes: 10_000,
  cost: 5000,
  variables: 50,
  seconds: 15,
};

const OBJECT_COST = 2;
/** So many fields are looked at to work out a cost: fragments in fragments double what a few lines stand for. */
const MOST_LOOKED_AT = 20_000;

const refuse = (limit: keyof typeof LIMITS, value: number, what: string): never => {
  throw new Refusal(400, 'LIMIT_EXCEEDED', `${what}: ${value}, and at most ${LIMITS[limit]} are taken.`, {
    limit,
    value,
    maximum: LIMITS[limit],
  });
};

/**
 * What a document looks like, before anything else is asked about it. Each fragment is measured once, so that neither a cycle nor a doubling
 * of fragments costs more than the document is long.
 * @throws Refusal LIMIT_EXCEEDED
 */
export function checkShape(document: DocumentNode): void {
  const fragments = fragmentsOf(document);
  let [aliases, directives] = [0, 0];
  const seen = new Map<string, number>();
  const depthOf = (set: SelectionSetNode | undefined, open: readonly string[]): number => {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) aliases += 1;
        deepest = Math.max(deepest, 1 + depthOf(selection.selectionSet, open));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) deepest = Math.max(deepest, depthOf(selection.selectionSet, open));
      else deepest = Math.max(deepest, fragmentDepth(selection.name.value, open));
      if (deepest > LIMITS.depth) refuse('depth', deepest, 'This document is nested too deeply');
      if (aliases > LIMITS.aliases) refuse('aliases', aliases, 'This document has too many aliases');
      if (directives > LIMITS.directives) refuse('directives', directives, 'This document has too many directives');
    }
    return deepest;
  };
  // A cycle is no business of this check: the rules of the language refuse it right afterwards.
  const fragmentDepth = (name: string, open: readonly string[]): number => {
    const known = seen.get(name);
    if (known !== undefined || open.includes(name)) return known ?? 0;
    const depth = depthOf(fragments.get(name)?.selectionSet, [...open, name]);
    seen.set(name, depth);
    return depth;
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    directives += definition.directives?.length ?? 0;
    const variables = definition.variableDefinitions?.length ?? 0;
    if (variables > LIMITS.variables) refuse('variables', variables, 'This operation has too many variables');
    depthOf(definition.selectionSet, []);
    const roots = definition.selectionSet.selections.length;
    if (definition.operation === 'mutation' && roots > LIMITS.mutationFields)
      refuse('mutationFields', roots, 'This operation does too much at once');
    if (definition.operation === 'query' && roots > LIMITS.queryFields)
      refuse('queryFields', roots, 'This operation asks for too much at once');
  }
}

const fragmentsOf = ({ definitions }: DocumentNode) =>
  new Map(
    definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one] as const),
  );

export type Cost = { cost: number; nodes: number };

/**
 * What a valid operation costs at most, and how many objects it may reach: an object 2, a list the size of its page times what is in it.
 * @throws Refusal LIMIT_EXCEEDED
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  const fragments = fragmentsOf(document);
  const total: Cost = { cost: 0, nodes: 0 };
  const root = schema.getRootType(operation.operation) as GraphQLCompositeType;
  let lookedAt = 0;
  const add = (set: SelectionSetNode, type: GraphQLCompositeType, times: number): void => {
    for (const selection of set.selections) {
      lookedAt += 1;
      if (lookedAt > MOST_LOOKED_AT) refuse('cost', lookedAt, 'This document stands for too many fields');
      if (selection.kind === Kind.FIELD) addField(selection, type, times);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        add(selection.selectionSet, conditionOf(selection.typeCondition?.name.value, type), times);
      else {
        const fragment = fragments.get(selection.name.value);
        if (fragment) add(fragment.selectionSet, conditionOf(fragment.typeCondition.name.value, type), times);
      }
    }
  };
  const conditionOf = (name: string | undefined, type: GraphQLCompositeType) =>
    name ? (schema.getType(name) as GraphQLCompositeType) : type;
  const addField = (field: FieldNode, parent: GraphQLCompositeType, times: number): void => {
    const found = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = found && getNamedType(found.type);
    if (!type || !isCompositeType(type) || !field.selectionSet) return;
    const isPage = type.name.endsWith('Connection');
    // What is inside of a page is there once for each of its entries; the page itself and its edges are not counted.
    const isPart = isPage || type.name.endsWith('Edge') || type.name === 'PageInfo';
    const each = isPage ? times * sizeOf(field, variables) : times;
    if (!isPart) {
      total.cost += OBJECT_COST * each;
      total.nodes += each;
    }
    if (total.nodes > LIMITS.nodes) refuse('nodes', total.nodes, 'This document may reach too many objects');
    if (total.cost > LIMITS.cost * 4) refuse('cost', total.cost, 'This document costs too many points');
    add(field.selectionSet, type, each);
  };
  add(operation.selectionSet, root, 1);
  if (total.cost > LIMITS.cost) refuse('cost', total.cost, 'This document costs too many points');
  return total;
}

function sizeOf({ arguments: given = [] }: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const size = given.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (size?.kind === Kind.INT) return Math.max(1, Number(size.value));
  if (size?.kind === Kind.VARIABLE) return Math.max(1, Number(variables[size.name.value]) || 1);
  return 1;
}
