export { changeCostModelOfType, RECALCULATE_JOB, type Recalculation } from './history.ts';
export { costModels } from './resource.ts';
export { CostModelActivityRead, CostModelRead } from './shapes.ts';
