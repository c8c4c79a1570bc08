package redact_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/handover-dev/handover/context/redact"
)

var casesFile = flag.String("cases", "", "a JSONL `file` of labelled cases {id, text, spans:[{entity,start_b,end_b}], kind} to measure on")

type labelled struct {
	ID, Text, Kind string
	Spans          []struct {
		Entity string
		Start  int `json:"start_b"`
		End    int `json:"end_b"`
	}
}

// entityOf maps the labels of the case file to ours; what is missing is out of
// scope.
var entityOf = map[string]redact.Entity{
	"ID_NIK": redact.NIK, "PHONE_NUMBER": redact.Phone, "ID_NPWP": redact.NPWP, "ID_BANK_ACCOUNT": redact.BankAccount,
	"OTP": redact.OTP, "PASSWORD": redact.Password, "ID_KK": redact.KK, "ID_PLATE": redact.Plate, "CREDIT_CARD": redact.CreditCard,
	"ID_PASSPORT": redact.Passport, "EMAIL_ADDRESS": redact.Email, "ID_BPJS": redact.BPJS, "ID_VIRTUAL_ACCOUNT": redact.VirtualAccount,
	"PIN": redact.PIN, "CVV": redact.CVV, "SECURITY_ANSWER": redact.MothersMaidenName, "SECRET": redact.Password,
}

// TestCases measures recall by exact span and entity, and false alarms, on the
// file given by -cases.
func TestCases(t *testing.T) {
	if *casesFile == "" {
		t.Skip("no -cases file")
	}
	raw, err := os.ReadFile(*casesFile)
	if err != nil {
		t.Fatal(err)
	}
	var r redact.Redactor
	type tally struct{ found, covered, all int }
	sums := map[string]*tally{"pii": {}, "secret": {}}
	negatives, alarms := 0, 0
	for line := range strings.Lines(string(raw)) {
		var c labelled
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		got := r.Find(nil, c.Text)
		if len(c.Spans) == 0 {
			negatives++
			if len(got) > 0 {
				alarms++
				t.Logf("false alarm %s: %q: %v", c.ID, c.Text, got)
			}
			continue
		}
		for _, want := range c.Spans {
			e, ok := entityOf[want.Entity]
			if !ok {
				continue
			}
			s := sums[c.Kind]
			s.all++
			exact, covered := false, false
			for _, g := range got {
				exact = exact || g.Entity == e && g.Start == want.Start && g.End == want.End
				covered = covered || g.Start <= want.Start && g.End >= want.End
			}
			if exact {
				s.found++
			} else {
				t.Logf("missed %s: %q: want %v, got %v", c.ID, c.Text, want, got)
			}
			if covered {
				s.covered++
			}
		}
	}
	for _, kind := range []string{"pii", "secret"} {
		s := sums[kind]
		t.Logf("%s: exact %d/%d = %.3f, covered %d", kind, s.found, s.all, float64(s.found)/float64(max(1, s.all)), s.covered)
		if float64(s.found) < .97*float64(s.all) {
			t.Errorf("%s recall below .97", kind)
		}
	}
	t.Logf("false alarms: %d of %d", alarms, negatives)
	if alarms > 1 {
		t.Errorf("%d false alarms", alarms)
	}
}
