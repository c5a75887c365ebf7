/** `incident type` → `an incident type` */
export const withArticle = (noun: string) => `${/^[aeiou]/i.test(noun) && !/^(user|uni)/i.test(noun) ? 'an' : 'a'} ${noun}`;

export const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
