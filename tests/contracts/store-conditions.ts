/** What a store is made with in the contract. */
export interface StoreConditions {
  /** ms; the contract moves it. */
  readonly clock: { now(): number };
  readonly limits: {
    readonly maxRoomBytes: number;
    readonly maxStoreBytes: number;
    readonly maxRooms: number;
    readonly roomTtlMs: number;
    readonly graceMs: number;
    readonly maxAttachmentBytes: number;
    readonly attachmentGraceMs: number;
  };
}
