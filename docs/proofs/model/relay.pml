/* Compaction and a relay that lies, as a bounded state machine. docs/proofs/model.md says what is claimed of it.
 *
 * One loop takes any step that is possible; "in the end" is where no step is left. An envelope is a bit: A = 1 and 2 by device 0, B = 4 and 8
 * by device 1, and 16 is the notice by which device 0 changes the keys. A chain's order is left out: what comes early waits, and comes again.
 * The rules are those of crdt-core/src/sync (relay-heads.ts, relay-frames.ts, relay-receipts.ts) and relay-server/src/room (append.ts).
 */
#ifndef DEVICES
#define DEVICES 2   /* device 2, where there is one, only reads and was away when the keys changed */
#endif
#ifndef WRITES
#define WRITES 1    /* by each of devices 0 and 1 */
#endif
#ifndef FIRST_WRITER
#define FIRST_WRITER 0
#endif
#ifndef LIES
#define LIES 0      /* steps in which the relay breaks its promises */
#endif
#ifndef COMPACTIONS
#define COMPACTIONS 1 /* by each of devices 0 and 1 */
#endif
#ifndef ASKS
#define ASKS 3      /* how often a receipt leads to something, at each device */
#endif
#define LONG 16     /* of a log */

typedef Device {
  byte have;        /* saved in the ledger */
  byte ever;        /* what it ever saved */
  byte false_claim; /* a snapshot claimed to stand for it, and did not hold it */
  byte at_relay;    /* what the relay is taken to hold */
  byte cursor;
  byte generation;
  byte held_base;
  byte written;
  byte compactions;
  bool offers;      /* a COMPACT is on its way … */
  byte over;        /* … over this base … */
  byte upto;
  byte content;     /* … of this */
  bool alarm;
  bool pinned;      /* it can hand on the notice */
  byte asked;       /* how often the log was read again because of a receipt */
};
typedef Relay {
  byte head;
  byte base;
  byte covers;      /* what the base claims to stand for */
  byte content;     /* and what it holds */
  bool is_new;      /* it is sealed under the new keys */
  byte log[LONG];
  byte generation;
  byte ever;        /* what it ever confirmed and stored */
};
Device at[3];
Relay relay;
byte newer;         /* sealed under the new keys */
byte unseen[3];     /* what the relay never shows to a device */
byte lies;
bool insider_spoke;
bool outgrown;
byte broken;
#define LOSS 1
#define RELAY_LOST 2
#define FALSE_ALARM 3
#define UNNOTICED 4
#define LOCKED_OUT 5

c_decl {
\#define WITH (
\#define END )
};

c_code {
#define NOTICE 16
#define BIT(set, i) (((set) >> (i)) & 1)
#define IS_UP(d) ((d) < DEVICES)

static int after(int position) {
  int set = 0;
  for (int p = position + 1; p <= now.relay.head; p++) set |= now.relay.log[p];
  return set;
}
static int stored(void) { return now.relay.content | after(now.relay.base); }
static void save(int d, int set) {
  now.at[d].have |= set;
  now.at[d].ever |= set;
  if (set & NOTICE) now.at[d].pinned = 1;
}
static int opens(int d, int set) { return !(set & now.newer) || (now.at[d].have & NOTICE); }

/* LED-1, SYN-3 */
static int can_write(int d) { return IS_UP(d) && d >= FIRST_WRITER && d < 2 && now.at[d].written < WRITES; }
static void write_one(int d) {
  int bit = 1 << (2 * d + now.at[d].written++);
  if (now.at[d].have & NOTICE) now.newer |= bit;
  save(d, bit);
}
#ifdef REKEY
#define IS_REKEYED 1
static int can_rekey(int d) { return d == 0 && !(now.at[0].have & NOTICE); }
#else
#define IS_REKEYED 0
static int can_rekey(int d) { return 0; }
#endif
static void rekey(int d) { save(d, NOTICE); }

static int next_unsent(int d) {
  int unsent = now.at[d].have & ~now.at[d].at_relay;
  return unsent & -unsent;
}
static int can_send(int d) { return IS_UP(d) && now.at[d].generation == now.relay.generation && next_unsent(d) != 0; }
/* APPEND: stored once, and confirmed. `is_lie`: confirmed, and not stored. */
static void send(int d, int is_lie) {
  int bit = next_unsent(d);
  now.at[d].at_relay |= bit;
  if (is_lie) { now.lies++; return; }
  if (after(now.relay.base) & bit) return;
  if (now.relay.head >= LONG - 1) { now.outgrown = 1; return; }
  now.relay.log[++now.relay.head] = bit;
  now.relay.ever |= bit;
  if (now.at[d].cursor == now.relay.head - 1) now.at[d].cursor = now.relay.head;
}

/* SYN-4 */
static int can_greet(int d) {
  return IS_UP(d) && (now.at[d].generation != now.relay.generation || now.relay.head < now.at[d].cursor);
}
static void greet(int d) {
  if (now.at[d].generation == now.relay.generation) {
#ifdef BROKEN_ROLLBACK
    now.at[d].cursor = now.relay.head;
    return;
#endif
    now.at[d].alarm = 1; /* relay-rolled-back */
  }
  now.at[d].generation = now.relay.generation;
  now.at[d].cursor = 0;
  now.at[d].held_base = 0;
  now.at[d].at_relay = 0;
  now.at[d].offers = 0;
}
static int is_connected(int d) { return IS_UP(d) && !can_greet(d); }

/* BASE, to whoever is behind it or missed it (startFromBase, fetchLostBase) */
static int can_rebase(int d) {
  return is_connected(d) && (now.relay.base > now.at[d].held_base || now.relay.base > now.at[d].cursor) && (!now.relay.is_new || (now.at[d].have & NOTICE));
}
static void rebase(int d) {
  int covers = now.relay.covers, content = now.relay.content, mine = now.at[d].have;
  int agrees = (mine & covers & ~content) == 0; /* decision 5 */
#ifdef BROKEN_SUBSTITUTE
  now.at[d].have = content | (mine & ~covers);
  now.at[d].at_relay = covers | after(now.relay.base);
#else
  now.at[d].false_claim |= covers & ~content & ~mine;
  save(d, content);
  if (!agrees) now.at[d].alarm = 1; /* snapshot-disagrees */
#ifdef BROKEN_NO_PINS
  if (agrees && (content & NOTICE)) now.at[d].pinned = 0;
#endif
  now.at[d].at_relay = (agrees ? covers : 0) | (after(now.relay.base) & now.at[d].have);
#endif
  now.at[d].held_base = now.relay.base;
  if (now.at[d].cursor < now.relay.base) now.at[d].cursor = now.relay.base;
}

/* ENTRY */
static int entry_for(int d) {
  return now.at[d].cursor >= now.relay.base && now.at[d].cursor < now.relay.head ? now.relay.log[now.at[d].cursor + 1] : 0;
}
static int can_show(int d) { return is_connected(d) && entry_for(d) != 0 && (now.unseen[d] & entry_for(d) || opens(d, entry_for(d))); }
static void show(int d) {
  int bit = entry_for(d);
  now.at[d].cursor++; /* a relay that hides an entry says that nothing lies between */
  if (now.unseen[d] & bit) return;
  now.at[d].at_relay |= bit;
  if (now.at[d].false_claim & bit) { now.at[d].alarm = 1; return; } /* snapshot-overreaches */
  save(d, bit);
}

/* KEY-8: a notice is taken wherever it stands. */
static int can_show_notice(int d) {
  return is_connected(d) && !(now.at[d].have & NOTICE) && (after(now.relay.base) & NOTICE & ~now.unseen[d]) != 0;
}
static void show_notice(int d) { save(d, NOTICE); now.at[d].at_relay |= NOTICE; }

/* COMPACT (LED-4, RLY-4) */
static int can_offer(int d) {
  if (d >= 2 || !is_connected(d) || now.at[d].offers || now.at[d].compactions >= COMPACTIONS || now.at[d].have == 0) return 0;
  if (now.at[d].cursor != now.relay.head || now.relay.head == now.relay.base) return 0;
#ifndef BROKEN_BASE_NOT_HELD
  if (now.at[d].held_base != now.relay.base) return 0;
#endif
  return 1;
}
static void offer(int d) {
  now.at[d].compactions++;
  now.at[d].offers = 1;
  now.at[d].over = now.relay.base;
  now.at[d].upto = now.at[d].cursor;
  now.at[d].content = now.at[d].have;
}
static void put_base(int upto, int covers, int content, int is_new) {
  for (int p = 0; p <= upto; p++) now.relay.log[p] = 0;
  now.relay.base = upto;
  now.relay.covers = covers;
  now.relay.content = content;
  now.relay.is_new = is_new;
  now.relay.ever |= content;
}
static int can_compact(int d) { return d < 2 && is_connected(d) && now.at[d].offers; }
static void compact(int d) {
  int upto = now.at[d].upto;
  now.at[d].offers = 0;
#ifdef BROKEN_NO_COMPARE
  if (upto > now.relay.head) return;
#else
  if (now.at[d].over != now.relay.base || upto <= now.relay.base || upto > now.relay.head) return; /* REFUSED: the base moved */
#endif
  put_base(upto, now.at[d].content, now.at[d].content, (now.at[d].content & NOTICE) != 0);
  now.at[d].held_base = upto;
  now.at[d].at_relay |= now.at[d].content;
#ifdef BROKEN_NO_PINS
  now.at[d].pinned = 0;
#endif
#ifdef PINS_AT_RELAY
  if (now.at[d].pinned) now.at[d].at_relay &= ~NOTICE; /* the notice is appended again, after the base */
#endif
}
#ifdef INSIDER
/* An editor who claims to stand for everything, and holds nothing. */
static int can_deceive(int d) { return !now.insider_spoke && now.relay.head > now.relay.base; }
static void deceive(int d) { now.insider_spoke = 1; put_base(now.relay.head, 15, 0, 0); }
#else
static int can_deceive(int d) { return 0; }
static void deceive(int d) { }
#endif

/* SYN-6: what device e says that it has, held against what the relay says, once both are up to date with that relay. */
static int is_idle(int d) {
  return is_connected(d) && !can_send(d) && !can_show(d) && !can_rebase(d) && !can_show_notice(d);
}
static int lacks(int d, int e) { return now.at[e].have & now.at[e].at_relay & ~now.at[d].have & ~now.at[d].false_claim; }
static int behind(int d, int e) { return now.at[d].have & now.at[d].at_relay & ~now.at[e].have & ~now.at[e].false_claim; }
static int can_hear(int d, int e) {
#ifdef BROKEN_NO_RECEIPTS
  return 0;
#endif
  if (d == e || !IS_UP(d) || !IS_UP(e) || !is_idle(d) || !is_idle(e) || now.at[d].asked >= ASKS) return 0;
  return lacks(d, e) != 0 || behind(d, e) != 0;
}
static void hear(int d, int e) {
  int missing = behind(d, e);
  now.at[d].asked++;
  if (lacks(d, e)) { /* the log is read again, from its start; after 30 s in vain: relay-hides */
    if (now.at[d].asked > 1) now.at[d].alarm = 1;
    now.at[d].cursor = now.at[d].held_base = 0;
  }
  if (missing != 0) { /* relay-lost: all of it is unsent again */
    now.at[d].alarm = 1;
    now.at[d].at_relay &= ~missing;
  }
}

/* What a lying relay does. It cannot forge: what it shows, someone wrote. */
static int can_lie(int d) { return now.lies < LIES; }
static int can_roll_back(int d) { return can_lie(d) && now.relay.head > now.relay.base; }
static void roll_back(int d) { now.lies++; now.relay.log[now.relay.head--] = 0; }
static void forget_all(int d) {
  now.lies++;
  for (int p = 0; p < LONG; p++) now.relay.log[p] = 0;
  now.relay.head = now.relay.base = now.relay.covers = now.relay.content = now.relay.is_new = 0;
  now.relay.generation++;
}
static int can_forget(int d) { return can_lie(d) && now.relay.head > 0; }
static int can_hide(int d) { return can_lie(d) && IS_UP(d) && entry_for(d) != 0 && !(now.unseen[d] & entry_for(d)); }
static void hide(int d) { now.lies++; now.unseen[d] |= entry_for(d); }
static int can_send_in_vain(int d) { return can_lie(d) && can_send(d); }

/* A peer link: what the other lacks, notices first. */
#ifdef PEERS
static int can_meet(int d, int e) {
  int gives = now.at[e].have & ~now.at[d].have;
  return d != e && IS_UP(d) && IS_UP(e) && gives != 0 && (opens(d, gives) && !(gives & NOTICE) || now.at[e].pinned);
}
#else
static int can_meet(int d, int e) { return 0; }
#endif
static void meet(int d, int e) { save(d, now.at[e].have); }

/* The properties. */
static int is_lost(void) {
  for (int d = 0; d < DEVICES; d++) if (now.at[d].ever & ~now.at[d].have) return 1;
  return 0;
}
static int relay_lost(void) { return LIES == 0 && !now.insider_spoke && (now.relay.ever & ~stored() & ~NOTICE) != 0; }
static int is_alarmed(void) { return now.at[0].alarm || now.at[1].alarm || now.at[2].alarm; }
static int is_whole(void) {
  int all = 0;
  for (int d = 0; d < DEVICES; d++) all |= now.at[d].have;
  for (int d = 0; d < DEVICES; d++) if (now.at[d].have != all) return 0;
  return 1;
}
static int judge(void) {
  if (is_lost()) return 1;
  if (relay_lost()) return 2;
  return LIES == 0 && !IS_REKEYED && !now.insider_spoke && is_alarmed() ? 3 : 0;
}
};

#ifdef TRACE
#define TELL(act) c_code { printf("%s\n", act); };
#else
#define TELL(act)
#endif
#define STEP(act, guard...) :: d_step { c_expr { guard END } -> TELL(#act) c_code { act; now.broken = judge(); }; \
  assert(broken != LOSS); assert(broken != RELAY_LOST); assert(broken != FALSE_ALARM); assert(!outgrown) }
#define OF(d) \
  STEP(write_one(d), can_write WITH d) STEP(rekey(d), can_rekey WITH d) STEP(send(d, 0), can_send WITH d) \
  STEP(send(d, 1), can_send_in_vain WITH d) STEP(greet(d), can_greet WITH d) STEP(rebase(d), can_rebase WITH d) \
  STEP(show(d), can_show WITH d) STEP(show_notice(d), can_show_notice WITH d) STEP(hide(d), can_hide WITH d) STEP(offer(d), can_offer WITH d) STEP(compact(d), can_compact WITH d) \
  STEP(hear(d, 0), can_hear WITH d, 0) STEP(hear(d, 1), can_hear WITH d, 1) STEP(hear(d, 2), can_hear WITH d, 2) \
  STEP(meet(d, 0), can_meet WITH d, 0) STEP(meet(d, 1), can_meet WITH d, 1) STEP(meet(d, 2), can_meet WITH d, 2)

init {
  do
  OF(0) OF(1) OF(2)
  STEP(roll_back(0), can_roll_back WITH 0) STEP(forget_all(0), can_forget WITH 0) STEP(deceive(0), can_deceive WITH 0)
  :: else -> break
  od;
  skip;
  d_step {
    c_code { now.broken = is_whole() ? 0 : DEVICES == 3 && LIES == 0 ? 5 : is_alarmed() ? 0 : 4; };
    assert(broken != UNNOTICED);
    assert(broken != LOCKED_OUT)
  }
}
