/* KEY-8 as a bounded state machine. docs/proofs/model.md says what is claimed of it.
 *
 * Nobody is a process: the network may do anything at any time, so one loop takes any step that is possible. Every step adds something
 * (a write, a delivery, a notice), so all runs end, and "in the end, where delivery is fair" is: where no step is left.
 * Of each session a prefix of its chain counts at each replica. Sealing is: whoever has the key of an epoch reads what is sealed in it.
 * The rules are those of packages/crdt-core/src/replica, with the names of closings.ts, governance.ts, vouching.ts and rekey.ts.
 * A macro BROKEN_… leaves one of them out, so that it can be seen that the model would notice.
 */
#ifndef MEMBERS
#define MEMBERS 3     /* honest devices, 0 … MEMBERS - 1; the first ADMINS hold the room's root */
#endif
#ifndef ADMINS
#define ADMINS 1
#endif
#ifndef GONE
#define GONE 1        /* devices after the members: they are removed, keep what they know, and help the relay throughout */
#endif
#ifndef WRITES
#define WRITES 1      /* by each member, at any time */
#endif
#ifndef FIRST_WRITER
#define FIRST_WRITER 0 /* members before this one only govern, vouch and read */
#endif
#ifndef LATE
#define LATE 1        /* by each of those removed, at any time, under any key that it has */
#endif
#ifndef REKEYS
#define REKEYS 1      /* by each admin of its own accord: the first removes its target, the next only changes the keys */
#endif
#ifndef COMPACTIONS
#define COMPACTIONS 0 /* by each member, beside those that re-keying asks for */
#endif

#define DEVICES 5
#define LONG 8

/* Spin takes no calls in c_expr, since it cannot see that they change nothing. These change nothing. */
c_decl {
\#define WITH (
\#define END )
};

typedef Chain {
  byte length;
  byte sent;          /* bit q: the relay has entry q, and whoever helps it */
  byte kind[LONG];
  byte epoch[LONG];
  byte says[LONG];    /* of a notice: the epoch that it starts; of a snapshot: its author's `spoke`, four bits each */
  byte mark[LONG];    /* of a member's content: bit g: sealed in an epoch that device g was not given; of a removed one's: must never count */
  short covers[LONG]; /* of a snapshot: three bits for each session */
};
typedef Replica {
  byte head[DEVICES]; /* of each session: how much counts here */
  byte floor[DEVICES];/* of that: how much is held inside a snapshot only */
  byte aside[DEVICES];/* up to where it was set aside; 0: nothing is */
  byte known;         /* bit e: the notice that starts epoch e was taken */
  byte spoke;         /* of each removed device, four bits: the newest epoch number under which it introduced itself */
  byte writes;
  byte rekeys;
  byte compactions;
};
typedef Epoch {
  byte parent;
  byte number;        /* 0 where it was never started, but for epoch 0 */
  byte kept;
  byte removed;
  short cut;
};

Chain chain[DEVICES];
Replica at[DEVICES];
Epoch epochs[LONG];
bool outgrown; /* a chain needs LONG to be more: says nothing about re-keying */

c_code {
#define CONTENT 1
#define NOTICE 2
#define SNAPSHOT 3
#define N (MEMBERS + GONE)
#define IN_TIME 0
#define IS_LATE 1
#define UNKNOWN 2
#define BIT(set, i) (((set) >> (i)) & 1)
#define OF(packed, s) (((packed) >> (3 * (s))) & 7)

/* closings.ts; an epoch's index is the order of names: of two that follow one epoch, the lower holds */
static int holder(int known, int parent) {
  for (int e = 1; e < LONG; e++) if (BIT(known, e) && now.epochs[e].parent == parent) return e;
  return 0;
}
static int rival_of(int known, int name) {
  int rival = 0;
#ifndef BROKEN_TIE
  for (int e = name; e != 0; e = now.epochs[e].parent) {
    int h = holder(known, now.epochs[e].parent);
    if (h != 0 && h != e) rival = h;
  }
#endif
  return rival;
}
static int step_from(int known, int name, int *has_cut) {
  int rival = rival_of(known, name);
  *has_cut = rival == 0;
  return rival != 0 ? rival : holder(known, name);
}
static int tip(int known, int name) {
  int ignored;
  for (int next = step_from(known, name, &ignored); next != 0; next = step_from(known, name, &ignored)) name = next;
  return name;
}
static int current(int r) { return tip(now.at[r].known, 0); }

/* governance.ts */
static int has_key(int r, int e) { return e == 0 || (BIT(now.at[r].known, e) && BIT(now.epochs[e].kept, r)); }
static int judge(int r, int e, int s, int q) {
  int known = now.at[r].known, tip_here = current(r), has_cut;
  if (e == tip_here) return IN_TIME;
  if (tip(known, e) == e && now.epochs[e].number < now.epochs[tip_here].number) return UNKNOWN;
#ifdef BROKEN_LATE_COUNTS
  return IN_TIME;
#endif
  for (int next = step_from(known, e, &has_cut); next != 0; next = step_from(known, next, &has_cut)) {
    if (has_cut && q < OF(now.epochs[next].cut, s)) return IN_TIME;
    if (!BIT(now.epochs[next].kept, s)) return IS_LATE;
  }
  return IN_TIME;
}
static int removed(int r) {
  int known = now.at[r].known, gone = 0;
  for (int name = 0, next = holder(known, 0); next != 0; name = next, next = holder(known, name)) {
    int number = now.epochs[next].number, rivals = 0;
    gone = (gone | now.epochs[next].removed) & ~now.epochs[next].kept;
    for (int e = 1; e < LONG; e++) rivals += BIT(known, e) && now.epochs[e].parent == name;
    for (int g = MEMBERS; g < N; g++) {
      int spoke = (now.at[r].spoke >> (4 * (g - MEMBERS))) & 15;
#ifdef BROKEN_SPOKE
      rivals = 1;
#endif
      /* Whoever has spoken under newer keys was invited again: a rival epoch's keys are no newer ones. */
      if (spoke > number || (spoke == number && rivals == 1)) gone &= ~(1 << g);
    }
  }
  return gone;
}
static int outvoted(int r) {
  int known = now.at[r].known, gone = removed(r), end = current(r), out = 0;
  for (int e = 1; e < LONG; e++) {
    if (BIT(known, e) && e != end && rival_of(known, e) != 0) out |= now.epochs[e].removed & ~gone;
  }
  return out;
}

/* author.ts */
static int put(int s, int kind, int e) {
  int q = now.chain[s].length++;
  if (q >= LONG - 1) now.outgrown = 1;
  now.chain[s].kind[q] = kind;
  now.chain[s].epoch[q] = e;
  if (kind != CONTENT) now.chain[s].sent |= 1 << q; /* not sent yet is the same as delayed, but for what a snapshot takes the place of */
  return q;
}
static void seal_snapshot(int r, int e) {
  int covers = 0, q;
  for (int s = 0; s < N; s++) covers |= now.at[r].head[s] << (3 * s);
  q = put(r, SNAPSHOT, e);
  now.chain[r].covers[q] = covers;
  now.chain[r].says[q] = now.at[r].spoke;
  for (int s = 0; s < N; s++) {
    now.at[r].floor[s] = now.at[r].head[s];
    if (now.at[r].aside[s] <= now.at[r].head[s]) now.at[r].aside[s] = 0;
  }
  now.at[r].head[r] = q + 1;
}
static int may_compact(int r) {
#ifdef BROKEN_COMPACT_OUTVOTED
  return 1;
#else
  return outvoted(r) == 0; /* else it would hand what was written under a rival's keys to whom the rival removed */
#endif
}

/* A member writes, and what it wrote leaves. */
static int can_write(int r) { return now.at[r].writes < WRITES && r >= FIRST_WRITER; }
static void write_content(int r) {
  int e = current(r), q;
#ifdef BROKEN_OLD_KEYS
  e = 0;
#endif
  q = put(r, CONTENT, e);
  for (int g = MEMBERS; g < N; g++)
    if (current(r) != 0 && !BIT(now.epochs[current(r)].kept, g)) now.chain[r].mark[q] |= 1 << g; /* bits MEMBERS and up */
  now.at[r].head[r] = q + 1;
  now.at[r].writes++;
}
static int next_unsent(int r) {
  for (int q = 0; q < now.chain[r].length; q++) {
    if (BIT(now.chain[r].sent, q)) continue;
    if (q >= now.at[r].floor[r]) return q; /* what a snapshot took the place of has vanished */
  }
  return -1;
}
static int can_send(int r) { return next_unsent(r) >= 0; }
static void send(int r) { now.chain[r].sent |= 1 << next_unsent(r); }

/* rekey.ts */
static int can_rekey(int r) { return r < ADMINS && now.at[r].rekeys < REKEYS && now.at[r].rekeys < 3; }
static int can_succeed(int r) {
#ifdef BROKEN_NO_SUCCESSION
  return 0;
#else
  return r < ADMINS && now.at[r].rekeys < 3 && outvoted(r) != 0;
#endif
}
static void rejudge(int r) {
  for (int s = 0; s < N; s++) {
    for (int q = now.at[r].head[s]; q < now.at[r].aside[s]; q++) {
      if (judge(r, now.chain[s].epoch[q], s, q) != IN_TIME) continue;
      now.at[r].head[s] = now.at[r].aside[s];
      now.at[r].aside[s] = 0;
    }
  }
}
static void rekey(int r, int remove) {
  int e = 1 + r + ADMINS * now.at[r].rekeys++, previous = current(r), q, all = removed(r) | remove;
  now.epochs[e].parent = previous;
  now.epochs[e].number = now.epochs[previous].number + 1;
  now.epochs[e].removed = all;
  now.epochs[e].kept = ((1 << N) - 1) & ~all;
#ifdef STRANGER
  if (r == 0) now.epochs[e].kept &= ~(1 << MEMBERS); /* nobody has told this admin of that device */
#endif
#ifdef BROKEN_GRANTS
  now.epochs[e].kept = (1 << N) - 1;
#endif
  for (int s = 0; s < N; s++) now.epochs[e].cut |= now.at[r].head[s] << (3 * s);
  q = put(r, NOTICE, previous);
  now.chain[r].says[q] = e;
  now.at[r].head[r] = q + 1;
  now.at[r].known |= 1 << e;
  rejudge(r);
  if (current(r) == e) seal_snapshot(r, e);
}
static int target_of(int r) {
#ifdef STRANGER
  return 0;
#else
  return now.at[r].rekeys > 0 ? 0 : 1 << (MEMBERS + (r < GONE ? r : GONE - 1));
#endif
}

/* vouching.ts */
static int must_vouch(int r) {
  int number = now.epochs[current(r)].number;
#ifdef BROKEN_NO_VOUCHING
  return 0;
#endif
  if (!may_compact(r)) return 0;
  for (int s = 0; s < N; s++) {
    for (int q = now.at[r].floor[s]; q < now.at[r].head[s]; q++) {
      int e = now.chain[s].epoch[q], n = now.epochs[e].number;
      if (now.chain[s].kind[q] == NOTICE) continue;
      if (s == r && n < number) return 1;
#ifdef BROKEN_RIVAL_LATE
      if (n == number) continue;
#endif
      if (n <= number && judge(r, e, s, q) == IS_LATE) return 1;
    }
  }
  return 0;
}
static int can_compact(int r) { return now.at[r].compactions < COMPACTIONS && may_compact(r); }
static void compact(int r) { now.at[r].compactions++; seal_snapshot(r, current(r)); }
static void vouch(int r) { seal_snapshot(r, current(r)); }

/* receiver.ts: what is sent reaches anyone at any time, in any order, any number of times */
static int can_deliver(int r, int s, int q) {
  int e, end, verdict;
  if (r == s || q >= now.chain[s].length || !BIT(now.chain[s].sent, q)) return 0;
  e = now.chain[s].epoch[q];
  if (!has_key(r, e)) return 0;
#ifdef BROKEN_TIE
  if (now.chain[s].kind[q] == NOTICE && holder(now.at[r].known, now.epochs[now.chain[s].says[q]].parent) != 0) return q == now.at[r].head[s];
#endif
  if (now.chain[s].kind[q] == NOTICE) return q == now.at[r].head[s] || !BIT(now.at[r].known, now.chain[s].says[q]);
  if (q < now.at[r].head[s]) return 0;
  verdict = judge(r, e, s, q);
  if (verdict == UNKNOWN) return 0;
  if (now.chain[s].kind[q] == SNAPSHOT) return verdict == IN_TIME;
  end = now.at[r].aside[s] > now.at[r].head[s] ? now.at[r].aside[s] : now.at[r].head[s];
  return verdict == IN_TIME ? q == now.at[r].head[s] : q == end;
}
static void take_snapshot(int r, int s, int q) {
  int covers = now.chain[s].covers[q], replaces = 1, theirs = now.chain[s].says[q];
  for (int x = 0; x < N; x++) if (now.at[r].floor[x] > OF(covers, x)) replaces = 0;
  for (int x = 0; x < N; x++) {
    int c = OF(covers, x);
#ifdef BROKEN_SUBSTITUTE
    now.at[r].head[x] = now.at[r].floor[x] = c;
    continue;
#endif
    if (c > now.at[r].head[x]) now.at[r].head[x] = now.at[r].floor[x] = c;
    if (replaces) now.at[r].floor[x] = c;
    if (now.at[r].aside[x] <= now.at[r].head[x]) now.at[r].aside[x] = 0;
  }
  now.at[r].head[s] = q + 1;
  for (int i = 0; i < 2; i++) {
    int mask = 15 << (4 * i);
    if ((theirs & mask) > (now.at[r].spoke & mask)) now.at[r].spoke = (now.at[r].spoke & ~mask) | (theirs & mask);
  }
}
static void deliver(int r, int s, int q) {
  int e = now.chain[s].epoch[q];
  if (now.chain[s].kind[q] == SNAPSHOT) { take_snapshot(r, s, q); return; }
  if (now.chain[s].kind[q] == NOTICE) {
    if (q == now.at[r].head[s]) now.at[r].head[s] = q + 1;
    if (BIT(now.at[r].known, now.chain[s].says[q])) return;
#ifdef BROKEN_TIE
    if (holder(now.at[r].known, now.epochs[now.chain[s].says[q]].parent) != 0) return; /* the first that came holds */
#endif
    now.at[r].known |= 1 << now.chain[s].says[q];
    rejudge(r);
    return;
  }
  if (s >= MEMBERS) { /* each of its changes may introduce it again */
    int shift = 4 * (s - MEMBERS), number = now.epochs[e].number;
    if (number > ((now.at[r].spoke >> shift) & 15)) now.at[r].spoke = (now.at[r].spoke & ~(15 << shift)) | (number << shift);
  }
  if (judge(r, e, s, q) == IN_TIME) now.at[r].head[s] = q + 1;
  else now.at[r].aside[s] = q + 1;
}

/* What some removed devices and the relay know together: every key granted to one of them in a notice that one of them can read, and by
 * HISTORY what came before. */
static int keys_of(int some) {
  int keys = 1;
  for (int round = 0; round < 3; round++) {
    for (int s = 0; s < MEMBERS; s++) {
      for (int q = 0; q < now.chain[s].length; q++) {
        int e = now.chain[s].says[q];
        if (now.chain[s].kind[q] != NOTICE || !BIT(now.chain[s].sent, q)) continue;
        if ((now.epochs[e].kept & some) != 0 && BIT(keys, now.chain[s].epoch[q])) keys |= 1 << e;
        if (BIT(keys, e)) keys |= 1 << now.epochs[e].parent;
      }
    }
  }
  return keys;
}
static int can_intrude(int g, int e) {
  int written = 0;
  for (int q = 0; q < now.chain[g].length; q++) written += now.chain[g].kind[q] == CONTENT;
  return written < LATE && BIT(keys_of(1 << g), e);
}
static void intrude(int g, int e) {
  int q = put(g, CONTENT, e), all = 0, never = 1;
  for (int x = 1; x < LONG; x++) if (now.epochs[x].number != 0) all |= 1 << x;
  for (int r = 0; r < MEMBERS; r++) {
    int end = tip(all, 0);
    if (now.at[r].known != all || e == end || BIT(now.epochs[end].kept, g)) never = 0;
  }
  now.chain[g].mark[q] = never;
  now.chain[g].sent |= 1 << q;
}

/* The properties. */
static int is_secret(int s, int q, int some) {
  return s < MEMBERS && now.chain[s].kind[q] == CONTENT && (now.chain[s].mark[q] & some) == some;
}
static int leaks(void) {
  for (int some = 1 << MEMBERS; some < 1 << N; some += 1 << MEMBERS) { /* each of them alone, and all together */
    int keys = keys_of(some);
    for (int s = 0; s < MEMBERS; s++) {
      for (int q = 0; q < now.chain[s].length; q++) {
        if (!BIT(now.chain[s].sent, q) || !BIT(keys, now.chain[s].epoch[q])) continue;
        if (is_secret(s, q, some)) return 1;
        if (now.chain[s].kind[q] != SNAPSHOT) continue;
        for (int x = 0; x < MEMBERS; x++)
          for (int y = 0; y < OF(now.chain[s].covers[q], x); y++) if (is_secret(x, y, some)) return 1;
      }
    }
  }
  return 0;
}
static int counts_never(void) {
  for (int r = 0; r < MEMBERS; r++)
    for (int g = MEMBERS; g < N; g++)
      for (int q = 0; q < now.at[r].head[g]; q++) if (now.chain[g].mark[q]) return 1;
  return 0;
}
static int all_agree(void) {
  for (int r = 1; r < MEMBERS; r++) {
    if (current(r) != current(0)) return 0;
    for (int s = 0; s < N; s++) if (now.at[r].head[s] != now.at[0].head[s]) return 0;
  }
  return 1;
}
static int nothing_lost(void) {
  for (int r = 0; r < MEMBERS; r++)
    for (int s = 0; s < MEMBERS; s++) if (now.at[r].head[s] != now.chain[s].length) return 0;
  return 1;
}
static int shut_out(void) {
  int e = current(0), asked = 0;
  for (int x = 1; x < LONG; x++) asked |= now.epochs[x].removed;
  return (asked == 0 || !BIT(keys_of(asked), e)) && outvoted(0) == 0;
}
};

/* Checked after every step: a step that breaks a property says which. */
byte broken;
#define OK 0
#define CONFIDENTIALITY 1
#define LATE_COUNTS 2
#define DISAGREEMENT 3
#define LOSS 4
#define STILL_IN 5

#ifdef TRACE
#define TELL(act) c_code { printf("%s\n", act); };
#else
#define TELL(act)
#endif
#define STEP(act, guard...) :: d_step { c_expr { guard END } -> TELL(#act) \
  c_code { act; now.broken = leaks() ? 1 : counts_never() ? 2 : 0; }; assert(broken != CONFIDENTIALITY); assert(broken != LATE_COUNTS); assert(!outgrown) }

#define FROM(r, s) \
  STEP(deliver(r, s, 0), can_deliver WITH r, s, 0) STEP(deliver(r, s, 1), can_deliver WITH r, s, 1) \
  STEP(deliver(r, s, 2), can_deliver WITH r, s, 2) STEP(deliver(r, s, 3), can_deliver WITH r, s, 3) \
  STEP(deliver(r, s, 4), can_deliver WITH r, s, 4) STEP(deliver(r, s, 5), can_deliver WITH r, s, 5) \
  STEP(deliver(r, s, 6), can_deliver WITH r, s, 6)
#if GONE == 2
#define FROM_LAST(r) FROM(r, MEMBERS + 1)
#define LAST INTRUDER(MEMBERS + 1)
#else
#define FROM_LAST(r)
#define LAST
#endif
#if MEMBERS == 3
#define FROM_THIRD(r) FROM(r, 2)
#define THIRD MEMBER(2)
#else
#define FROM_THIRD(r)
#define THIRD
#endif
#define MEMBER(r) \
  STEP(write_content(r), can_write WITH r) STEP(send(r), can_send WITH r) STEP(vouch(r), must_vouch WITH r) STEP(compact(r), can_compact WITH r) \
  STEP(rekey(r, target_of(r)), can_rekey WITH r) STEP(rekey(r, outvoted(r)), can_succeed WITH r) \
  FROM(r, 0) FROM(r, 1) FROM_THIRD(r) FROM(r, MEMBERS) FROM_LAST(r)
#define INTRUDER(g) \
  STEP(intrude(g, 0), can_intrude WITH g, 0) STEP(intrude(g, 1), can_intrude WITH g, 1) STEP(intrude(g, 2), can_intrude WITH g, 2) \
  STEP(intrude(g, 3), can_intrude WITH g, 3) STEP(intrude(g, 4), can_intrude WITH g, 4)

init {
  do
  MEMBER(0) MEMBER(1) THIRD INTRUDER(MEMBERS) LAST
  :: else -> break
  od;
  skip;
  d_step {
    c_code { now.broken = !all_agree() ? 3 : !nothing_lost() ? 4 : !shut_out() ? 5 : 0; };
    assert(broken != DISAGREEMENT);
    assert(broken != LOSS);
    assert(broken != STILL_IN)
  }
}
