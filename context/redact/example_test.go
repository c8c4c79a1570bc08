package redact_test

import (
	"fmt"
	"regexp"

	"github.com/handover-dev/handover/context/redact"
)

func ExampleRedactor_Redact() {
	var r redact.Redactor
	text, spans := r.Redact("NIK saya 3171015708450001, OTP nya 739201. Pesanan INV/20261123/MPL/4821939201")
	fmt.Println(text)
	for _, p := range spans {
		fmt.Println(p.Entity, p.Start, p.End, p.Entity.Severity())
	}
	// Output:
	// NIK saya [NIK#1], OTP nya [OTP#1]. Pesanan INV/20261123/MPL/4821939201
	// nik 9 25 identifier
	// otp 35 41 secret
}

func ExampleRedactor_Find() {
	r := redact.Redactor{Keep: []redact.Entity{redact.Phone}}
	fmt.Println(r.Find(nil, "hp 0812-3456-7890, pin atm saya 482913"))
	// Output: [{pin 32 38}]
}

// Members finds this company's membership numbers.
type members struct{ pattern *regexp.Regexp }

func (m members) Recognize(dst []redact.Span, s string) []redact.Span {
	for _, at := range m.pattern.FindAllStringIndex(s, -1) {
		dst = append(dst, redact.Span{Entity: "member", Start: at[0], End: at[1]})
	}
	return dst
}

func ExampleRecognizer() {
	r := redact.Redactor{Recognizers: []redact.Recognizer{members{regexp.MustCompile(`\bMB-\d{6}\b`)}}}
	text, _ := r.Redact("member saya MB-004711")
	fmt.Println(text)
	// Output: member saya [MEMBER#1]
}

func ExampleRedactor_Session() {
	var r redact.Redactor
	s := r.Session()
	for _, text := range []string{"hp saya 0812-3456-7890", "ya, +62 812 3456 7890, bukan 081298765432"} {
		redacted, _ := s.Redact(text)
		fmt.Println(redacted)
	}
	fmt.Println(s.Counts())
	// Output:
	// hp saya [PHONE#1]
	// ya, [PHONE#1], bukan [PHONE#2]
	// [{phone 3}]
}

func ExampleSession_Redact() {
	var r redact.Redactor
	text, _ := r.Session().Redact("email budi@example.co.id atau BUDI@example.co.id")
	fmt.Println(text)
	// Output: email [EMAIL#1] atau [EMAIL#1]
}

func ExampleSession_Counts() {
	var r redact.Redactor
	s := r.Session()
	s.Redact("cvv 737, kartu 4111 1111 1111 1111")
	fmt.Println(s.Counts())
	// Output: [{credit_card 1} {cvv 1}]
}

func ExampleEntity_Severity() {
	fmt.Println(redact.OTP.Severity(), redact.CreditCard.Severity(), redact.NIK.Severity(), redact.Email.Severity())
	// Output: secret specific identifier contact
}

func ExampleSeverity_String() {
	fmt.Println(redact.SeveritySpecific.String())
	// Output: specific
}

func ExampleSession_String() {
	var r redact.Redactor
	s := r.Session()
	s.Redact("pin 482913")
	fmt.Printf("%v %+v %#v\n", s, s, s)
	// Output: redact.Session redact.Session redact.Session
}

func ExampleSession_GoString() {
	var r redact.Redactor
	fmt.Println(r.Session().GoString())
	// Output: redact.Session
}

func ExampleSession_Reply() {
	var r redact.Redactor
	s := r.Session()
	for _, answer := range []string{"739201", "oh, yang masuk 739201 ya", "belum ada"} {
		text, _ := s.Reply(answer, "Baik Kak. Mohon kirim kode OTP yang diterima.")
		fmt.Println(text)
	}
	// Output:
	// [OTP#1]
	// oh, yang masuk [OTP#1] ya
	// belum ada
}

// Everything that the package finds by itself, by the harm that its disclosure does.
func ExampleEntity() {
	for _, list := range [][]redact.Entity{
		{redact.Email, redact.Phone, redact.IPAddress, redact.MACAddress},
		{redact.NIK, redact.NPWP, redact.KK, redact.Passport, redact.SIM, redact.Plate},
		{redact.CreditCard, redact.IBAN, redact.BankAccount, redact.VirtualAccount, redact.BPJS},
		{redact.OTP, redact.PIN, redact.CVV, redact.Password, redact.MothersMaidenName, redact.URL},
	} {
		fmt.Println(list[0].Severity(), list)
	}
	// Output:
	// contact [email phone ip_address mac_address]
	// identifier [nik npwp kk passport sim plate]
	// specific [credit_card iban bank_account virtual_account bpjs]
	// secret [otp pin cvv password mothers_maiden_name url]
}

// A host that shows more to some than to others goes by the severity.
func ExampleSeverity() {
	for _, v := range []redact.Severity{redact.SeverityContact, redact.SeverityIdentifier, redact.SeveritySpecific, redact.SeveritySecret} {
		fmt.Println(v, v >= redact.SeveritySpecific)
	}
	// Output:
	// contact false
	// identifier false
	// specific true
	// secret true
}

// What a customer should never have written, to warn of.
func ExampleRedactor_Secrets() {
	const text = "OTP saya 739201, hp 0812-3456-7890"
	var r redact.Redactor
	for _, p := range r.Secrets(nil, text) {
		fmt.Println(p.Entity, text[p.Start:p.End])
	}
	// Output: otp 739201
}

func ExampleCount() {
	var r redact.Redactor
	s := r.Session()
	s.Redact("hp 0812-3456-7890 atau 0813-1111-2222")
	var most redact.Count
	for _, c := range s.Counts() {
		if c.N > most.N {
			most = c
		}
	}
	fmt.Println(most.Entity, most.N)
	// Output: phone 2
}
