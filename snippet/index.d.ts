/** A JSON object: strings, numbers, booleans, null, lists and objects. */
export type Properties = Record<string, unknown>;

/** What may accompany a call. */
export interface CallOptions {
  /** Merged into the event's `context`. */
  context?: Properties;
  /** ISO 8601; by default now. */
  timestamp?: string | Date;
  /** By default a UUIDv7. */
  messageId?: string;
  integrations?: Properties;
  /** Called when the event has been delivered, dropped or refused. */
  callback?: () => void;
}

/** Purpose → allowed. An absent purpose was not asked. */
export type Purposes = { analytics?: boolean; ads?: boolean; personalisation?: boolean } & Record<string, boolean | undefined>;

export interface ConsentOptions {
  /** The version of the text the visitor saw; by default that of the tag. */
  policy?: string;
  /** What the choice was read from, such as a TC string: kept with the act. */
  signals?: Properties;
  /** Conflicts the visitor confirmed: `["gpc"]` when shown that the browser's signal refuses what is now allowed. */
  acknowledges?: string[];
  /** True when the visitor said it expressly, in words of their own act ("I expressly agree"): what special categories of data need (GDPR 9(2)(a)). */
  explicit?: boolean;
  /** "presumed": allowed or held on a platform's word, but no act of the visitor, so nothing is told to the ledger. */
  source?: 'presumed' | '';
}

/** An event as it is queued, in the Segment spec's shape. */
export interface SnippetEvent {
  type: 'page' | 'track' | 'identify' | 'group' | 'alias' | 'reset';
  event?: string;
  messageId: string;
  timestamp: string | Date;
  userId?: string;
  anonymousId?: string;
  properties?: Properties;
  traits?: Properties;
  context: Properties;
}

/** Options of plausible's call. */
export interface GoalOptions {
  props?: Properties;
  revenue?: { amount: number | string; currency: string };
  interactive?: boolean;
  callback?: () => void;
}

export interface FirstParty {
  (event: string, options?: GoalOptions): void;
  /** The snippet's version; absent on the stub. */
  readonly v: string;
  page: {
    (name?: string, properties?: Properties, options?: CallOptions): void;
    (category: string, name: string, properties?: Properties, options?: CallOptions): void;
    (properties: Properties, options?: CallOptions): void;
    /** Tells dwell time and depth of the page in view, for sites that say themselves what a page is. */
    left(): void;
  };
  track(event: string, properties?: Properties, options?: CallOptions): void;
  identify(userId: string, traits?: Properties, options?: CallOptions): void;
  identify(traits: Properties, options?: CallOptions): void;
  group(groupId: string, traits?: Properties, options?: CallOptions): void;
  alias(to: string, from?: string, options?: CallOptions): void;
  /** Log-out: the server gives the next person a new id. */
  reset(): void;
  /** The choice as known here, else as the ledger has it; undefined when nobody chose. */
  consent(): Promise<Purposes | undefined>;
  /** Records a choice, here and in the ledger. */
  consent(purposes: Purposes, options?: ConsentOptions): void;
  optOut(options?: ConsentOptions): void;
  optIn(options?: ConsentOptions): void;
  on(event: 'segments', listener: (segments: string[]) => void): void;
  on(event: 'consent', listener: (purposes: Purposes) => void): void;
  on(event: 'sent', listener: (batch: { count: number }) => void): void;
  on(event: 'dropped', listener: (loss: { count: number; reason: string | number }) => void): void;
  /** Calls back once, as soon as the visitor is in the segment. */
  in(segment: string, callback: (segment: string) => void): void;
  /** The segments as known now; the first call asks the collector. */
  segments(): string[];
  ready(callback: () => void): void;
  /** Properties for every later page and track of this page load. */
  add(properties: Properties): void;
  /** A filter for each event: returns it, changed or not; anything falsy drops it. */
  before(filter: (event: SnippetEvent) => SnippetEvent | null | undefined): void;
  /** Undefined, as the visitor's id is a cookie that only the server reads; in cookieless mode the id of this page load. */
  anonymousId(): string | undefined;
  /** Sends what waits. */
  flush(): Promise<void> | undefined;
}

/** The tag's attributes in camelCase without `data-`. */
export interface Settings {
  key?: string;
  endpoint?: string;
  auto?: string;
  spa?: 'path' | 'query' | 'hash' | 'off';
  consent?: 'none' | 'wait' | 'gcm' | 'tcf' | string;
  policy?: string;
  gpc?: 'respect' | 'ignore';
  dnt?: boolean | string;
  cookieless?: boolean | string;
  domain?: string;
  exclude?: string;
  maskQuery?: boolean | string;
  search?: string;
  modules?: string;
  before?: string;
  alias?: string;
}

/** Starts observing, once a page; a second start gives what the first gave. */
export function start(settings: Settings): FirstParty;

declare global {
  interface Window {
    fp: FirstParty;
  }
}
