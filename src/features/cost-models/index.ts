export { changeCostModelOfType, RECALCULATE_JOB } from './history.ts';
export { costModels } from './resource.ts';
export { CostModelActivityRead, CostModelRead } from './shapes.ts';
