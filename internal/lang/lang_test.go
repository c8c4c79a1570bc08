package lang_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/lang"
	"github.com/handover-dev/handover/internal/lang/internal/langgen"
)

func TestTell(t *testing.T) {
	for _, c := range []struct {
		text, want string
		lead       int
	}{
		{"", "id", 0},
		{"12345 ???", "id", 0},
		{"gk bs login nih min", "id", 4},
		{"where is my parcel", "en", 4},
		{"pesenanku durung tekan, piye iki mas", "jv", 5},
		{"nuhun, pesenan abdi teu acan dugi", "su", 4},
		{"encik, bungkusan saya belum sampai, nak aduan", "ms", 7},
		{"iki pesanan saya belum dikirim juga ya kak", "id", 8}, // one borrowed word
	} {
		got, lead := lang.Tell(c.text)
		if got != c.want || lead != c.lead {
			t.Errorf("%q: %s by %d, want %s by %d", c.text, got, lead, c.want, c.lead)
		}
	}
}

func TestFollower(t *testing.T) {
	for _, c := range []struct {
		name, why, want string
		texts           []string // "=xx" is a tag
	}{
		{"nothing", "unknown", "", nil},
		{"one word", "is enough at first", "en", []string{"where"}},
		{"sticky", "one message of another language changes nothing", "id", []string{"pesanan saya belum sampai", "where is it"}},
		{"two", "two in a row do", "en", []string{"pesanan saya belum sampai", "where is my parcel", "i want to talk to someone"}},
		{"not in a row", "the first is forgotten", "id", []string{"pesanan saya belum sampai", "where is it", "tolong dong kak", "what is it"}},
		{"strong", "a long one does at once", "en", []string{"pesanan saya belum sampai", "i don't know what you are saying, can you help me in english"}},
		{"tag", "is believed", "jv", []string{"pesanan saya belum sampai", "=jv"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f lang.Follower
			for _, s := range c.texts {
				tag, tagged := strings.CutPrefix(s, "=")
				if !tagged {
					tag = ""
				}
				f.Add(tag, s)
			}
			if f.Lang() != c.want {
				t.Errorf("%s: got %q, want %q", c.why, f.Lang(), c.want)
			}
		})
	}
}

// TestCorpus tells the language of single customer messages, the hardest case.
// The words were chosen on these files, so this is a floor and no estimate.
func TestCorpus(t *testing.T) {
	right, all, local := map[string]int{}, map[string]int{}, 0
	for _, name := range []string{"a_commerce", "b_finance_telco", "c_english", "f_emotion", "g_requests", "h_cases"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "testdata", "corpus", name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			var m struct{ Text, Lang, Role string }
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatal(err)
			}
			if m.Role != "customer" || m.Lang != "id" && m.Lang != "en" {
				continue
			}
			all[m.Lang]++
			switch got, _ := lang.Tell(m.Text); got {
			case m.Lang:
				right[m.Lang]++
			case "jv", "su", "ms":
				local++
			}
		}
	}
	t.Logf("taken for Javanese, Sundanese or Malay: %d", local)
	for _, l := range []string{"id", "en"} {
		share := float64(right[l]) / float64(max(1, all[l]))
		t.Logf("%s: %d of %d = %.3f", l, right[l], all[l], share)
		if share < 0.95 {
			t.Errorf("%s: %.3f", l, share)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { lang.Tell("pesanan saya belum sampai, tolong sambungkan ke cs") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestTablesFresh(t *testing.T) {
	want, err := langgen.Generate(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Error("tables.go is stale: go run gen.go")
	}
}
