import { createContext, Script } from 'node:vm';

const room = createContext({});
const script = new Script('work()');

/**
 * Runs synchronous work that may turn out to be endless: expressions that people write, over data that others send.
 * @throws an error with the code `ERR_SCRIPT_EXECUTION_TIMEOUT` when it takes longer
 * @source https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options `timeout` ends whatever the script calls
 */
export function withinTime<T>(timeoutMs: number, work: () => T): T {
  room.work = work;
  try {
    return script.runInContext(room, { timeout: timeoutMs }) as T;
  } finally {
    room.work = undefined;
  }
}
