// What the room sends: the JSON of RoomFrame and RoomView, as far as this page reads it.

export interface Frame {
  readonly version: number;
  readonly server_time: string;
  readonly watchers: number;
  readonly view?: View | null;
}

export interface View {
  readonly version: number;
  readonly schedule?: { readonly opening: string } | null;
  readonly lot: Lot;
  readonly columns: readonly Column[];
  readonly names: Readonly<Record<string, string>>;
  readonly amounts_in_words: Readonly<Record<string, string>>;
}

export interface Column {
  readonly name: string;
  readonly label: string;
}

export interface Lot {
  readonly stage: string;
  readonly opening?: Opening | null;
}

export interface Opening {
  readonly phase: string;
  readonly window_ends: string;
  readonly live_set: string;
  readonly session_key: string;
  readonly rows: readonly Row[];
  readonly locks: readonly CustodianLock[];
  readonly quorum: number;
  readonly draw?: Draw | null;
  readonly objections: readonly Objection[];
  readonly feed: readonly FeedEntry[];
}

export interface Row {
  readonly order: number;
  readonly bidder: string;
  readonly version: number;
  readonly received_at: string;
  readonly state: string;
  readonly cause?: string | null;
  readonly attribution?: string | null;
  readonly price?: number | null;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

export interface CustodianLock {
  readonly number: number;
  readonly name: string;
  readonly signed_live_set: boolean;
  readonly signed_window_shut: boolean;
  readonly released: boolean;
}

export interface Draw {
  readonly parties: readonly { readonly committed: boolean; readonly handed_in: boolean; readonly reveal?: string | null }[];
  readonly coefficient?: unknown;
}

export interface Objection {
  readonly number: number;
  readonly bidder: string;
  readonly text: string;
  readonly answer?: string | null;
}

export interface FeedEntry {
  readonly at: string;
  readonly actor: string;
  readonly chinese: string;
  readonly english: string;
}
