package tablegen

import (
	"bytes"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/handover-dev/handover/internal/text/wordhash"
)

// maxSpelling is the longest key of the spelling table, in bytes.
const maxSpelling = 16

// filterBits is the size of the filter before the spelling table.
const filterBits = 1 << 14

// wordTables makes the spelling table, which also holds the readings, and the
// set of known words.
func wordTables(spelling, readings, words [][]string) ([]table, error) {
	forms := make(map[string]string)
	known := make(map[string]bool)
	for _, row := range spelling {
		if len(row) != 4 || row[0] == "" || len(row[0]) > maxSpelling || row[1] == "" || row[3] == "" {
			return nil, fmt.Errorf("spelling.tsv: bad row %q", row)
		}
		if _, twice := forms[row[0]]; twice {
			return nil, fmt.Errorf("spelling.tsv: %q stands twice", row[0])
		}
		forms[row[0]] = row[1]
		for _, w := range strings.Fields(row[1]) {
			known[w] = true
		}
	}
	for key, form := range forms {
		for _, w := range strings.Fields(form) {
			if _, again := forms[w]; again {
				return nil, fmt.Errorf("spelling.tsv: %q becomes %q, which is itself replaced", key, form)
			}
		}
	}
	for _, row := range words {
		if _, informal := forms[row[0]]; !informal {
			known[row[0]] = true
		}
	}
	for _, row := range readings {
		if len(row) != 3 || len(row[0]) != 1 {
			return nil, fmt.Errorf("readings.tsv: bad row %q", row)
		}
		forms[row[0]+row[1]] = "1"
	}
	filter := make([]byte, filterBits/8)
	for _, key := range sorted(forms) {
		h := wordhash.String(key) >> 24 % filterBits
		filter[h/8] |= 1 << (h % 8)
	}
	slots, blob, err := spellTable(forms)
	if err != nil {
		return nil, err
	}
	return []table{
		{"spellFilter", "has the bit of each key of the spelling table, by 14 bits of the hash from bit 24.", filter},
		{"spellSlots", "is an open-addressed table of four bytes a slot: 16 bits of the hash, and the place in spellForms plus one; low byte first.", slots},
		{"spellForms", "holds length and bytes of each key, and length and bytes of its form.", blob},
		{"knownSlots", "is an open-addressed set of two bytes a slot: 16 bits of the hash, low byte first; 0 is free.", knownTable(known)},
	}, nil
}

func spellTable(forms map[string]string) (slots, blob []byte, err error) {
	size := 1 << bits.Len(uint(len(forms)*2))
	slots = make([]byte, size*4)
	for _, key := range sorted(forms) {
		form := forms[key]
		place := len(blob) + 1
		if place > 0xffff {
			return nil, nil, fmt.Errorf("spelling.tsv: more than 64 KiB of forms")
		}
		blob = append(blob, byte(len(key)))
		blob = append(blob, key...)
		blob = append(blob, byte(len(form)))
		blob = append(blob, form...)
		h := wordhash.String(key)
		i := int(h) & (size - 1)
		for slots[i*4+2]|slots[i*4+3] != 0 {
			i = (i + 1) & (size - 1)
		}
		copy(slots[i*4:], []byte{byte(h >> 48), byte(h >> 56), byte(place), byte(place >> 8)})
	}
	return slots, blob, nil
}

func knownTable(words map[string]bool) []byte {
	size := 1 << bits.Len(uint(len(words)*2))
	slots := make([]byte, size*2)
	for _, w := range sorted(words) {
		h := wordhash.String(w)
		print := uint16(h>>48) | 1
		i := int(h) & (size - 1)
		for slots[i*2]|slots[i*2+1] != 0 {
			i = (i + 1) & (size - 1)
		}
		slots[i*2], slots[i*2+1] = byte(print), byte(print>>8)
	}
	return slots
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// sortRecords sorts the records of n bytes each in b.
func sortRecords(b []byte, n int) []byte {
	var recs [][]byte
	for ; len(b) > 0; b = b[n:] {
		recs = append(recs, b[:n])
	}
	slices.SortFunc(recs, bytes.Compare)
	return bytes.Join(recs, nil)
}
