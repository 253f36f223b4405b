/* KEY-7, pins, as a bounded state machine. docs/proofs/model.md says what is claimed of them.
 *
 * Somebody writes, sends, sums up, shares a link, and may leave for good at any time. Who joined may share a link in turn. The relay serves a prefix of
 * what it has, and may go back to an older state. Any step that is possible may be the next; "in the end" is where none is left. One chain stands for all: of
 * several the pins are judged each for itself. The rules are those of crdt-core/src/sync/pin-watch.ts.
 */
#ifndef WRITES
#define WRITES 3
#endif
#ifndef LIES
#define LIES 0      /* steps in which the relay breaks its promises */
#endif
#define JOINERS 2   /* the first has a link of who writes, the second one of the first */

c_decl {
\#define WITH (
\#define END )
};

typedef Joiner {
  bool is_here;
  bool is_done;     /* the relay said that this is all */
  byte pin;         /* the newest that its link pins: so many entries are there at least */
  byte knew;        /* how many were known to be sent when the first of the links was made */
  byte have;
  byte covered;     /* of that, how much inside a snapshot only */
  bool alarm;       /* pin-lacking */
};
Joiner at[JOINERS];
byte written;
byte confirmed;     /* the relay said that it has them */
bool has_left;
byte log_length;
byte base;
byte lies;
byte broken;
#define UNTOLD 1
#define FALSE_ALARM 2

c_code {
static int can_write(int j) { return !now.has_left && now.written < WRITES; }
static void write_one(int j) { now.written++; }
static int can_send(int j) { return !now.has_left && now.log_length < now.written; }
static void send(int j) { now.confirmed = ++now.log_length; }
static int can_sum_up(int j) { return !now.has_left && now.base < now.log_length && now.log_length == now.written; }
static void sum_up(int j) { now.base = now.log_length; }
static int can_leave(int j) { return !now.has_left; }
static void leave(int j) { now.has_left = 1; }

/* A link pins the newest that whoever shares it knows to be sent; what its own link pinned and it lacks comes first. */
static int can_join(int j) { return !now.at[j].is_here && (j == 0 ? !now.has_left : now.at[0].is_done); }
static void join(int j) {
  now.at[j].is_here = 1;
  if (j == 0) {
    now.at[0].pin = now.at[0].knew = now.confirmed;
#ifdef BROKEN_UNSENT
    now.at[0].pin = now.written;
#endif
  } else {
    now.at[1].knew = now.at[0].knew;
    now.at[1].pin = now.at[0].have;
#ifndef BROKEN_FORGETS
    if (now.at[0].pin > now.at[1].pin) now.at[1].pin = now.at[0].pin;
#endif
  }
#ifdef BROKEN_NO_PINS
  now.at[j].pin = 0;
#endif
}
static void judge(int j) {
  int have = now.at[j].have;
#ifdef BROKEN_COVERS
  if (now.at[j].covered >= now.at[j].pin) have = 0; /* only what lies in the ledger itself is looked at */
#endif
  now.at[j].alarm = now.at[j].is_done && have < now.at[j].pin;
}
static int can_serve(int j) { return now.at[j].is_here && now.at[j].have < now.log_length; }
static void serve(int j) {
  if (now.at[j].have < now.base) now.at[j].have = now.at[j].covered = now.base;
  else now.at[j].have++;
  judge(j);
}
static int is_served(int j) { return now.at[j].is_here && !now.at[j].is_done && now.at[j].have >= now.log_length; }
static void finish(int j) {
  now.at[j].is_done = 1;
  judge(j);
}

/* An older state, as another life of the log or the same: who joins knows of no other. */
static int can_roll_back(int j) { return now.lies < LIES && now.log_length > 0; }
static void roll_back(int j) {
  now.lies++;
  now.log_length--;
  if (now.base > now.log_length) now.base = 0;
}

static int judge_all(void) {
  for (int j = 0; j < JOINERS; j++) {
    if (!now.at[j].is_here) continue;
    if (now.at[j].have < now.at[j].knew && !now.at[j].alarm) return 1;
    if (LIES == 0 && now.at[j].alarm) return 2;
  }
  return 0;
}
};

#define STEP(act, guard...) :: d_step { c_expr { guard END } -> c_code { act; } }
#define JOINER(j) STEP(join(j), can_join WITH j) STEP(serve(j), can_serve WITH j) STEP(finish(j), is_served WITH j)

init {
  do
  STEP(write_one(0), can_write WITH 0) STEP(send(0), can_send WITH 0) STEP(sum_up(0), can_sum_up WITH 0) STEP(leave(0), can_leave WITH 0)
  STEP(roll_back(0), can_roll_back WITH 0)
  JOINER(0) JOINER(1)
  :: else -> break
  od;
  skip;
  d_step {
    c_code { now.broken = judge_all(); };
    assert(broken != UNTOLD);
    assert(broken != FALSE_ALARM)
  }
}
