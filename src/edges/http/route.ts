import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject, TSchema } from 'typebox';
import type { Context } from '../../core/context.ts';
import type { Filterable } from '../../core/filter.ts';
import type { Rule } from '../../core/permissions.ts';
import type { Scope } from '../../core/scopes.ts';

/** JSON that PostgreSQL has already written; sent as it is. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * Who gets past the door: `public` needs no sign-in, `anybody` neither, but is told who asks where that is known, `identity` needs any signed-in
 * user, whatever organization the path names;
 * a rule needs membership of the organization and whatever the rule says of the subject in the path.
 */
export type Access = 'public' | 'anybody' | 'identity' | Rule;

/** @returns whether it can be asked without showing anything */
export const isOpen = ({ access }: { access: Access }) => access === 'public' || access === 'anybody';

export type Request<P, Q, B> = { params: P; query: Q; body: B; raw: FastifyRequest };

/** One operation of the REST contract. Paths are written as the contract writes them: `/{organization}/tags/{tag_id}`. */
export type Route = {
  method: Method;
  path: string;
  tag: string;
  summary: string;
  access: Access;
  /** the first of two checks: the membership and the credential reach so far, by any of these; `app/reach.ts` says it for every operation */
  scopes?: readonly Scope[];
  /** the row the rule is about, found by the named path parameter */
  subject?: {
    table: string;
    param: string;
    /** whoever the role alone admits hears from the handler that the row is missing; otherwise that looks like a refusal */
    roleFirst?: boolean;
  };
  params?: TObject;
  query?: TObject;
  /** what the handler reads of `raw.headers`; for the document, nothing is checked */
  headers?: TObject;
  body?: TSchema;
  /** partial bodies keep absent keys absent instead of filling defaults */
  partial?: boolean;
  answer?: TSchema;
  /** content types of an answer that is not JSON */
  produces?: readonly string[];
  /** how it may fail beyond what its declaration implies: 403 where the handler looks closer, 503 where it waits for something outside */
  errors?: readonly number[];
  /** what a list lists: what it can be filtered and sorted by */
  lists?: Filterable;
  /** 204: the answer is empty, or `answer` for whoever asks with `Prefer: return=representation` */
  status?: number;
  /** name of a limit of its own, counted by address: `Rates.named` */
  rate?: string;
  /** the answer holds secrets: nobody may keep it, not even the caller's browser */
  noStore?: boolean;
  /** takes bodies of any type as a stream; the handler reads `raw.raw` */
  upload?: boolean;
  handle(ctx: Context, request: Request<Record<string, unknown>, Record<string, unknown>, unknown>, reply: FastifyReply): Promise<unknown>;
};

/** What the document says of an operation. */
export type Declaration = Omit<Route, 'handle'>;

type TypedRoute<P extends TObject, Q extends TObject, B extends TSchema> = Omit<Route, 'params' | 'query' | 'body' | 'handle'> & {
  params?: P;
  query?: Q;
  body?: B;
  handle(ctx: Context, request: Request<Static<P>, Static<Q>, Static<B>>, reply: FastifyReply): Promise<unknown>;
};

/** Declares an operation; the handler sees its parameters with their types. */
export const route = <P extends TObject, Q extends TObject, B extends TSchema>(declaration: TypedRoute<P, Q, B>): Route =>
  declaration as unknown as Route;
