/** The package brings no types; this is the part that compile-mail.ts uses. */
declare module 'mjml' {
  type Options = { validationLevel?: 'strict' | 'soft' | 'skip'; minify?: boolean };
  export default function mjml2html(source: string, options?: Options): Promise<{ html: string; errors: { formattedMessage: string }[] }>;
}
