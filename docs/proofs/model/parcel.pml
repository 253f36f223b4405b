/* KEY-8, parcels, as a bounded state machine. docs/proofs/model.md says what is claimed of them.
 *
 * One device of a commenter, with two tabs that are two sessions of it; a reader, who is the admin and changes the keys; and whom each change removed,
 * who keeps the keys of before and has all that ever leaves the device, from the relay. Any step that is possible may be the next; "in the end" is where
 * none is left. The rules are those of crdt-core/src/replica: wrapping.ts, check-parcel.ts, take-parcels.ts and closings.ts.
 */
#ifndef WRITES
#define WRITES 2    /* in each tab, at any time */
#endif
#ifndef REKEYS
#define REKEYS 2    /* change e starts epoch e, and removes somebody who has the keys of all epochs before it */
#endif
#define TABS 2
#define LONG 6

c_decl {
\#define WITH (
\#define END )
};

typedef Chain {
  byte length;
  byte written;
  byte out;           /* bit q: entry q left the device, as it is */
  byte carried;       /* bit q: it lies in a parcel, and no longer leaves by itself */
  byte parcels;       /* bit q: it is a parcel */
  byte epoch[LONG];
  short carries[LONG];/* of a parcel: a bit for each entry of each chain */
  byte head;          /* of the reader: how much counts there */
  byte cut[3];        /* of each change of keys: how much the admin had */
};
Chain chain[TABS];
byte epochs;          /* changes of keys, the admin's */
byte heard;           /* of these, how many the device has heard of */
short secret[3];      /* what had not left the device when it heard of a change */
bool outgrown;
byte broken;
#define OPENED 1
#define LACKING 2

c_code {
#define BIT(set, i) (((set) >> (i)) & 1)
#define AT(s, q) (1 << (LONG * (s) + (q)))

/* What these entries bring, where parcels are opened by whoever has the keys of all epochs before `keys`. */
static int unpack(int set, int keys) {
  for (int round = 0; round < LONG; round++)
    for (int s = 0; s < TABS; s++)
      for (int q = 0; q < now.chain[s].length; q++)
        if ((set & AT(s, q)) && BIT(now.chain[s].parcels, q) && now.chain[s].epoch[q] < keys) set |= now.chain[s].carries[q];
  return set;
}
static int out(void) {
  int set = 0;
  for (int s = 0; s < TABS; s++)
    for (int q = 0; q < now.chain[s].length; q++) if (BIT(now.chain[s].out, q)) set |= AT(s, q);
  return set;
}

static int put(int s) {
  int q = now.chain[s].length++;
  if (q >= LONG - 1) now.outgrown = 1;
  now.chain[s].epoch[q] = now.heard;
  return q;
}
static int can_write(int s) { return now.chain[s].written < WRITES; }
static void write_one(int s) { now.chain[s].written++; put(s); }

/* The admin, who is the reader, closes an epoch: what it has lies within the cut. */
static int can_rekey(int s) { return now.epochs < REKEYS; }
static void rekey(int ignored) {
  now.epochs++;
  for (int s = 0; s < TABS; s++) now.chain[s].cut[now.epochs] = now.chain[s].head;
}
static int can_hear(int s) { return now.heard < now.epochs; }
static void hear(int ignored) {
  int left = unpack(out(), LONG);
  now.heard++;
  for (int s = 0; s < TABS; s++)
    for (int q = 0; q < now.chain[s].length; q++) if (!(left & AT(s, q))) now.secret[now.heard] |= AT(s, q);
}

/* wrapping.ts */
static int waits(int s, int q) {
  int e = now.chain[s].epoch[q];
#ifdef BROKEN_AS_IT_IS
  return 0;
#endif
#ifdef BROKEN_OLD_KEYS
  if (BIT(now.chain[s].parcels, q)) return 0;
#endif
  if (e == now.heard) return 0;
  while (++e <= now.heard) if (q < now.chain[s].cut[e]) return 0; /* whoever closed that has it */
  return 1;
}
static int waiting(void) {
  int set = 0;
  for (int s = 0; s < TABS; s++)
    for (int q = 0; q < now.chain[s].length; q++) if (!BIT(now.chain[s].carried, q) && waits(s, q)) set |= AT(s, q);
  return set;
}
static int can_wrap(int s) { return waiting() != 0; }
static void wrap(int s) {
  int set = waiting(), q, is_between = 0, inner = set;
#ifndef BROKEN_BETWEEN
#ifndef BROKEN_BETWEEN_INNER
  inner = unpack(set, LONG); /* what lies in a parcel that is put into this one counts too */
#endif
  for (q = 0; q < now.chain[s].length; q++) {
    is_between |= (inner & AT(s, q)) != 0;
    if (is_between && !BIT(now.chain[s].carried, q)) set |= AT(s, q);
  }
#endif
  q = put(s);
#ifdef BROKEN_OLD_KEYS
  now.chain[s].epoch[q] = now.heard - 1;
#endif
  now.chain[s].parcels |= 1 << q;
  now.chain[s].carries[q] = set;
  for (int x = 0; x < TABS; x++)
    for (int y = 0; y < LONG; y++) if (set & AT(x, y)) now.chain[x].carried |= 1 << y;
}
static int can_send(int s, int q) {
  return q < now.chain[s].length && !BIT(now.chain[s].out, q) && !BIT(now.chain[s].carried, q) && !waits(s, q);
}
static void send(int s, int q) { now.chain[s].out |= 1 << q; }

/* take-parcels.ts: whole, or not at all. What is sent reaches the reader at any time, in any order. */
static int take(int s, int q, int *heads) {
  int set = BIT(now.chain[s].parcels, q) ? unpack(AT(s, q), LONG) & ~AT(s, q) : 0;
#ifdef BROKEN_ALONE
  set = 0;
#endif
  for (int x = 0; x < TABS; x++) {
    heads[x] = now.chain[x].head;
    for (int y = 0; y < LONG; y++) {
      if (!(set & AT(x, y)) || y < heads[x]) continue;
      if (y > heads[x]) return 0;
      heads[x]++;
    }
  }
  if (q != heads[s]) return 0;
  heads[s]++;
  return 1;
}
static int can_deliver(int s, int q) {
  int heads[TABS];
  return q < now.chain[s].length && BIT(now.chain[s].out, q) && now.chain[s].epoch[q] <= now.epochs && take(s, q, heads);
}
static void deliver(int s, int q) {
  int heads[TABS];
  take(s, q, heads);
  for (int x = 0; x < TABS; x++) now.chain[x].head = heads[x];
}

/* The properties. Whom a later change removed has more keys: it stands for those before. */
static int leaks(void) {
  for (int e = 1; e <= REKEYS; e++) {
    int set = unpack(out(), e) & now.secret[e];
    for (int s = 0; s < TABS; s++)
      for (int q = 0; q < now.chain[s].length; q++) if ((set & AT(s, q)) && now.chain[s].epoch[q] < e) return 1;
  }
  return 0;
}
static int is_whole(void) {
  for (int s = 0; s < TABS; s++) if (now.chain[s].head != now.chain[s].length) return 0;
  return 1;
}
};

#ifdef TRACE
#define TELL(act) c_code { printf("%s\n", act); };
#else
#define TELL(act)
#endif
#define STEP(act, guard...) :: d_step { c_expr { guard END } -> TELL(#act) c_code { act; now.broken = leaks(); }; \
  assert(broken != OPENED); assert(!outgrown) }
#define ENTRY(s, q) STEP(send(s, q), can_send WITH s, q) STEP(deliver(s, q), can_deliver WITH s, q)
#define TAB(s) \
  STEP(write_one(s), can_write WITH s) STEP(wrap(s), can_wrap WITH s) \
  ENTRY(s, 0) ENTRY(s, 1) ENTRY(s, 2) ENTRY(s, 3) ENTRY(s, 4)

init {
  do
  TAB(0) TAB(1)
  STEP(rekey(0), can_rekey WITH 0) STEP(hear(0), can_hear WITH 0)
  :: else -> break
  od;
  skip;
  d_step {
    c_code { now.broken = is_whole() ? 0 : 2; };
    assert(broken != LACKING)
  }
}
