package match_test

import (
	"math/rand/v2"
	"testing"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/text"
)

// damagedTable is a table with every kind of section.
func damagedTable(tb testing.TB) []byte {
	table, err := match.Compile([]match.Class{
		{Name: "k", Pattern: "rumah|laut gunung|rump*|sawah"}, {Name: "l", Pattern: "sawah|gunung|ladang"},
	}, []match.Rule{
		{Set: 0, Pattern: "$k ...3 (a|b|c|d|e|f|g|h|i|j|k) $end"}, {Set: 1, Pattern: "$l [sambung*] 0 ?"},
		{Set: 2, Pattern: "^ ...2 $k url"}, {Set: 2, Pattern: "laut _ gunung !"}, {Set: 3, Pattern: "sambungk* laut"},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return []byte(table)
}

const damagedText = "sawah a, rumah lain lain b? sambungkan 7? laut! rumpun www.contoh.com\nladang laut gunung ... sawah k sambungin 8! laut x gunung!"

// findDamaged looks for the phrases of a table that may be anything.
func findDamaged(t *testing.T, table []byte, d *text.Doc) {
	m, err := match.Open(string(table))
	if err != nil {
		return
	}
	for _, h := range m.Find(nil, d) {
		if h.First < 0 || h.First >= h.Last || h.Last > d.Len() {
			t.Fatalf("hit %v in %d tokens", h, d.Len())
		}
	}
}

// TestDamagedTables alters each byte of a table, then several at a time. Removing the
// bounds from the function that reads a word of the table makes it panic.
func TestDamagedTables(t *testing.T) {
	var d text.Doc
	d.Fold(damagedText)
	good := damagedTable(t)
	for i := range good {
		for _, b := range []byte{0, 0x7f, 0xff, good[i] ^ 1, good[i] ^ 0x80} {
			bad := append([]byte(nil), good...)
			bad[i] = b
			findDamaged(t, bad, &d)
		}
	}
	r := rand.New(rand.NewPCG(3, 3))
	for range 3000 {
		bad := append([]byte(nil), good...)
		for range 1 + r.IntN(40) {
			bad[64+r.IntN(len(bad)-64)] = byte(r.Uint32())
		}
		findDamaged(t, bad, &d)
	}
}

func FuzzDamagedTable(f *testing.F) {
	f.Add(damagedTable(f), damagedText)
	f.Fuzz(func(t *testing.T, table []byte, s string) {
		if len(s) > 200 {
			return
		}
		var d text.Doc
		d.Fold(s)
		findDamaged(t, table, &d)
	})
}
