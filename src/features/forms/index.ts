export { formTypes } from './form-types.ts';
export { forms } from './forms.ts';
