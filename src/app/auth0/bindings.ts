import { alteration, type Run } from './change.ts';

type Binding = { id: string; display_name: string; action: { id: string } };
type Ref = { ref: { type: 'binding_id' | 'action_id'; value: string }; display_name: string };
export type Bound = { name: string; id: string | undefined };

const PATH = '/actions/triggers/post-login/bindings';

/**
 * Puts our Actions into the login flow: whoever is refused is refused first, and nothing widens a token after the last.
 * Those of others stay, in their order; an order in which ours are already right is left alone.
 * @param wanted in order; empty: ours are taken out
 * @param ours every Action that is ours, wanted or not
 */
export async function bind(run: Run, wanted: Bound[], ours: Bound[]) {
  const current = await run.api.list<Binding>(PATH, {}, 'bindings');
  const isOurs = ({ action }: Binding) => ours.some(({ id }) => id === action.id);
  const placed = current.filter(isOurs).map(({ action }) => action.id);
  const told = { resource: 'login flow', name: 'post-login' };
  if (!wanted.length && !placed.length) return;
  if (placed.length === wanted.length && wanted.every(({ id }, index) => id === placed[index])) {
    run.tell({ ...told, state: 'as it was', detail: shown(current.map(({ display_name }) => display_name)) });
    return;
  }
  const refOf = ({ name, id }: Bound): Ref => {
    const bound = current.find(({ action }) => action.id === id);
    const ref = bound ? { type: 'binding_id' as const, value: bound.id } : { type: 'action_id' as const, value: id ?? '' };
    return { ref, display_name: name };
  };
  const others = current
    .filter((one) => !isOurs(one))
    .map(({ id, display_name }): Ref => ({ ref: { type: 'binding_id', value: id }, display_name }));
  const [first, ...last] = wanted.map(refOf);
  const bindings = [...(first ? [first] : []), ...others, ...last];
  if (run.apply) await run.api.send('PATCH', PATH, { bindings });
  run.tell({ ...told, state: alteration(run), detail: shown(bindings.map(({ display_name }) => display_name)) });
}

const shown = (names: string[]) => names.join(' → ') || 'no Action';
