;; The inner loop of inflating (RFC 1951): one block's symbols, to its end or to the first that cannot be. What a block
;; begins with, and the tables, are `inflate.ts`'s and `code-tables.ts`'s. `node tests/vectors/generate.ts` writes `symbols.ts` from this.
;;
;; Memory: the table of literals and lengths at 0, of distances at 12288, the input, then the output. A table's entry:
;; bits 0–5 how many bits it takes, those that say the rest included; 8–11 how many of them are its code; 12 literal, 13 two literals, 14 a
;; further table, which the bits that 8–11 count find; 15 the end of the block; 16–31 the literals, the base, or where the further table begins. 0 is
;; a code that does not exist.
;;
;; $hold holds at least as many bits as the low six of $bits say; what stands above, in both, is passed over. Shifts take those six only.
(module
  (import "weft" "memory" (memory 1))
  ;; Where it stopped: the byte and the bit in it that come next, and the end of the output.
  (global $at (export "at") (mut i32) (i32.const 0))
  (global $bit (export "bit") (mut i32) (i32.const 0))
  (global $to (export "to") (mut i32) (i32.const 0))

  ;; Answers 1 where the block's end was reached with no byte read beyond $end or written beyond $limit, else 0. Reads up to 32 bytes
  ;; beyond $end, and writes up to 280 beyond $limit, before it notices: the memory has to be as large, and what lies there is lost.
  (func (export "run")
    (param $in i32) (param $first i32) (param $end i32) (param $start i32) (param $out i32) (param $limit i32) (result i32)
    (local $hold i64) (local $bits i64)
    (local $e i32) (local $distance i32) (local $from i32) (local $until i32)
    (local.set $hold (i64.shr_u (i64.load (local.get $in)) (i64.extend_i32_u (local.get $first))))
    (local.set $bits (i64.sub (i64.const 56) (i64.extend_i32_u (local.get $first))))
    (local.set $in (i32.add (local.get $in) (i32.const 7)))
    (loop $symbol
      ;; At least 56 bits: enough for three entries of literals, or for the longest pair of length and distance, which takes 48.
      (local.set $hold (i64.or (local.get $hold) (i64.shl (i64.load (local.get $in)) (local.get $bits))))
      (local.set $in
        (i32.add
          (local.get $in)
          (i32.and (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $bits) (i64.const 3))) (i32.const 7)) (i32.const 7))))
      (local.set $bits (i64.or (local.get $bits) (i64.const 56)))
      (if (i32.or
            (i32.gt_u (local.get $out) (local.get $limit))
            (i32.gt_u (i32.sub (local.get $in) (i32.const 7)) (local.get $end)))
        (then (return (i32.const 0))))

      (local.set $e (i32.load (i32.shl (i32.wrap_i64 (i64.and (local.get $hold) (i64.const 2047))) (i32.const 2))))
      (if (i32.and (local.get $e) (i32.const 0x1000)) (then
        (i32.store16 (local.get $out) (i32.shr_u (local.get $e) (i32.const 16)))
        (local.set $out
          (i32.add (local.get $out) (i32.add (i32.const 1) (i32.and (i32.shr_u (local.get $e) (i32.const 13)) (i32.const 1)))))
        (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $e))))
        (local.set $bits (i64.sub (local.get $bits) (i64.extend_i32_u (local.get $e))))
        (local.set $e (i32.load (i32.shl (i32.wrap_i64 (i64.and (local.get $hold) (i64.const 2047))) (i32.const 2))))
        (if (i32.and (local.get $e) (i32.const 0x1000)) (then
          (i32.store16 (local.get $out) (i32.shr_u (local.get $e) (i32.const 16)))
          (local.set $out
            (i32.add (local.get $out) (i32.add (i32.const 1) (i32.and (i32.shr_u (local.get $e) (i32.const 13)) (i32.const 1)))))
          (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $e))))
          (local.set $bits (i64.sub (local.get $bits) (i64.extend_i32_u (local.get $e))))
          (local.set $e (i32.load (i32.shl (i32.wrap_i64 (i64.and (local.get $hold) (i64.const 2047))) (i32.const 2))))
          (if (i32.and (local.get $e) (i32.const 0x1000)) (then
            (i32.store16 (local.get $out) (i32.shr_u (local.get $e) (i32.const 16)))
            (local.set $out
              (i32.add (local.get $out) (i32.add (i32.const 1) (i32.and (i32.shr_u (local.get $e) (i32.const 13)) (i32.const 1)))))
            (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $e))))
            (local.set $bits (i64.sub (local.get $bits) (i64.extend_i32_u (local.get $e))))
            (br $symbol)))))
        (local.set $hold (i64.or (local.get $hold) (i64.shl (i64.load (local.get $in)) (local.get $bits))))
        (local.set $in
          (i32.add
            (local.get $in)
            (i32.and (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $bits) (i64.const 3))) (i32.const 7)) (i32.const 7))))
        (local.set $bits (i64.or (local.get $bits) (i64.const 56)))))
      (if (i32.and (local.get $e) (i32.const 0x4000)) (then
        (local.set $hold (i64.shr_u (local.get $hold) (i64.const 11)))
        (local.set $bits (i64.sub (local.get $bits) (i64.const 11)))
        (local.set $e (i32.load (i32.shl
          (i32.add
            (i32.shr_u (local.get $e) (i32.const 16))
            (i32.and
              (i32.wrap_i64 (local.get $hold))
              (i32.sub
                (i32.shl (i32.const 1) (i32.and (i32.shr_u (local.get $e) (i32.const 8)) (i32.const 15)))
                (i32.const 1))))
          (i32.const 2))))))
      (if (i32.and (local.get $e) (i32.const 0x1000)) (then
        (i32.store16 (local.get $out) (i32.shr_u (local.get $e) (i32.const 16)))
        (local.set $out
          (i32.add (local.get $out) (i32.add (i32.const 1) (i32.and (i32.shr_u (local.get $e) (i32.const 13)) (i32.const 1)))))
        (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $e))))
        (local.set $bits (i64.sub (local.get $bits) (i64.extend_i32_u (local.get $e))))
        (br $symbol)))
      (if (i32.and (local.get $e) (i32.const 0x8000)) (then
        (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $e))))
        (local.set $bits (i64.sub (local.get $bits) (i64.extend_i32_u (local.get $e))))
        (local.set $first (i32.and (i32.wrap_i64 (local.get $bits)) (i32.const 63)))
        (local.set $in (i32.sub (local.get $in) (i32.shr_u (i32.add (local.get $first) (i32.const 7)) (i32.const 3))))
        (global.set $at (local.get $in))
        (global.set $bit (i32.and (i32.sub (i32.const 0) (local.get $first)) (i32.const 7)))
        (global.set $to (local.get $out))
        (return (i32.le_u (local.get $in) (local.get $end)))))
      (if (i32.eqz (local.get $e)) (then (return (i32.const 0))))

      (local.set $until (i32.add (local.get $out) (i32.add
        (i32.shr_u (local.get $e) (i32.const 16))
        (i32.shr_u
          (i32.and
            (i32.wrap_i64 (local.get $hold))
            (i32.sub (i32.shl (i32.const 1) (local.get $e)) (i32.const 1)))
          (i32.and (i32.shr_u (local.get $e) (i32.const 8)) (i32.const 15))))))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $e))))
      (local.set $bits (i64.sub (local.get $bits) (i64.extend_i32_u (local.get $e))))
      (local.set $e
        (i32.load offset=12288 (i32.shl (i32.wrap_i64 (i64.and (local.get $hold) (i64.const 511))) (i32.const 2))))
      (if (i32.and (local.get $e) (i32.const 0x4000)) (then
        (local.set $hold (i64.shr_u (local.get $hold) (i64.const 9)))
        (local.set $bits (i64.sub (local.get $bits) (i64.const 9)))
        (local.set $e (i32.load offset=12288 (i32.shl
          (i32.add
            (i32.shr_u (local.get $e) (i32.const 16))
            (i32.and
              (i32.wrap_i64 (local.get $hold))
              (i32.sub
                (i32.shl (i32.const 1) (i32.and (i32.shr_u (local.get $e) (i32.const 8)) (i32.const 15)))
                (i32.const 1))))
          (i32.const 2))))))
      (if (i32.eqz (local.get $e)) (then (return (i32.const 0))))
      (local.set $distance (i32.add
        (i32.shr_u (local.get $e) (i32.const 16))
        (i32.shr_u
          (i32.and
            (i32.wrap_i64 (local.get $hold))
            (i32.sub (i32.shl (i32.const 1) (local.get $e)) (i32.const 1)))
          (i32.and (i32.shr_u (local.get $e) (i32.const 8)) (i32.const 15)))))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $e))))
      (local.set $bits (i64.sub (local.get $bits) (i64.extend_i32_u (local.get $e))))

      (if (i32.gt_u (local.get $distance) (i32.sub (local.get $out) (local.get $start))) (then (return (i32.const 0))))
      (local.set $from (i32.sub (local.get $out) (local.get $distance)))
      (if (i32.ge_u (local.get $distance) (i32.const 8))
        (then (loop $sixteen
          (i64.store (local.get $out) (i64.load (local.get $from)))
          (i64.store offset=8 (local.get $out) (i64.load offset=8 (local.get $from)))
          (local.set $out (i32.add (local.get $out) (i32.const 16)))
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br_if $sixteen (i32.lt_u (local.get $out) (local.get $until)))))
        (else (loop $one
          (i32.store8 (local.get $out) (i32.load8_u (local.get $from)))
          (local.set $out (i32.add (local.get $out) (i32.const 1)))
          (local.set $from (i32.add (local.get $from) (i32.const 1)))
          (br_if $one (i32.lt_u (local.get $out) (local.get $until))))))
      (local.set $out (local.get $until))
      (br $symbol))
    (unreachable)))
