export { describePerson } from './describe-person.ts';
export { callerIndividual, ensureIndividual, type Individual, nameFromEmail } from './individuals.ts';
export { IndividualRead, IndividualReadMinimal, individuals, TeamRead, teams } from './resources.ts';
