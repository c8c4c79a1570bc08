// Package wordhash hashes canonical words. It stands apart from package text so
// that the generator of the tables of text can use the same function.
package wordhash

import "encoding/binary"

// The multipliers are odd constants with well spread bits (from splitmix64
// and the golden ratio); they are fixed so that hashes may be stored.
const (
	hashSeed = 0x9e3779b97f4a7c15
	hashMul  = 0xbf58476d1ce4e5b9
	hashEnd  = 0x94d049bb133111eb
)

// String returns the 64-bit hash of word. It has a fixed seed, and is the same
// on every machine and in every release that keeps the generated tables.
func String(word string) uint64 {
	h := uint64(len(word)) ^ hashSeed
	for len(word) >= 8 {
		h = mix(h, uint64(word[0])|uint64(word[1])<<8|uint64(word[2])<<16|uint64(word[3])<<24|
			uint64(word[4])<<32|uint64(word[5])<<40|uint64(word[6])<<48|uint64(word[7])<<56)
		word = word[8:]
	}
	var last uint64
	for i := len(word) - 1; i >= 0; i-- {
		last = last<<8 | uint64(word[i])
	}
	return finish(mix(h, last))
}

// Bytes is [String] for a byte slice.
func Bytes(b []byte) uint64 {
	h := uint64(len(b)) ^ hashSeed
	for len(b) >= 8 {
		h = mix(h, binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	var last uint64
	switch n := len(b); {
	case n >= 4: // two reads, of which the second may overlap the first
		last = uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[n-4:]))<<(8*uint(n-4)&31)
	case n > 0:
		last = uint64(b[0]) | uint64(b[n/2])<<(8*uint(n/2)&31) | uint64(b[n-1])<<(8*uint(n-1)&31)
	}
	return finish(mix(h, last))
}

// Short returns the hash of a word of n bytes, n < 8, that are the low bytes
// of block, the first byte lowest. The bytes above them must be 0.
func Short(block uint64, n int) uint64 {
	return finish(mix(uint64(n)^hashSeed, block))
}

// Pair returns the hash of a word of n bytes, 8 <= n < 16, of which first has
// the first eight and last the others.
func Pair(first, last uint64, n int) uint64 {
	return finish(mix(mix(uint64(n)^hashSeed, first), last))
}

func mix(h, block uint64) uint64 {
	h = (h ^ block) * hashMul
	return h ^ h>>32
}

func finish(h uint64) uint64 {
	h *= hashEnd
	return h ^ h>>29
}
