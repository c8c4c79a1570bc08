package redact

// An Entity names a kind of personal data or secret. Hosts may define their own
// for a [Recognizer]; names match [a-z][a-z0-9_]*.
type Entity string

// The entities that the package itself finds.
const (
	CreditCard        Entity = "credit_card"
	IBAN              Entity = "iban"
	Email             Entity = "email"
	Phone             Entity = "phone"
	IPAddress         Entity = "ip_address"
	MACAddress        Entity = "mac_address"
	URL               Entity = "url" // only one that carries credentials; other links survive
	NIK               Entity = "nik" // Indonesian identity number
	NPWP              Entity = "npwp"
	KK                Entity = "kk" // Indonesian family card number
	BPJS              Entity = "bpjs"
	Passport          Entity = "passport"
	BankAccount       Entity = "bank_account"
	VirtualAccount    Entity = "virtual_account"
	Plate             Entity = "plate"
	SIM               Entity = "sim" // Indonesian driving licence
	OTP               Entity = "otp"
	PIN               Entity = "pin"
	CVV               Entity = "cvv"
	Password          Entity = "password" // also API keys and tokens
	MothersMaidenName Entity = "mothers_maiden_name"
)

// A Severity orders entities by the harm that their disclosure does. The zero
// Severity is [SeverityContact].
type Severity uint8

// The severities, in ascending order, after the Indonesian law on personal data
// (UU PDP 27/2022, article 4).
const (
	SeverityContact    Severity = iota // a way to reach somebody
	SeverityIdentifier                 // who somebody is
	SeveritySpecific                   // specific data in the law's sense, such as personal finance and health
	SeveritySecret                     // opens an account; never leaves, whatever the policy
)

var severityNames = [...]string{"contact", "identifier", "specific", "secret"}

// String returns the lower-case name of v, or "unknown" if it has none.
func (v Severity) String() string {
	if int(v) < len(severityNames) {
		return severityNames[v]
	}
	return "unknown"
}

// Severity returns the severity of e. An entity of the host's own is a
// [SeverityIdentifier].
func (e Entity) Severity() Severity {
	switch e {
	case OTP, PIN, CVV, Password, MothersMaidenName, URL:
		return SeveritySecret
	case CreditCard, IBAN, BankAccount, VirtualAccount, BPJS:
		return SeveritySpecific
	case Email, Phone, IPAddress, MACAddress:
		return SeverityContact
	}
	return SeverityIdentifier
}

// valid reports whether e matches [a-z][a-z0-9_]* within 40 bytes.
func (e Entity) valid() bool {
	for i := range len(e) {
		c := e[i]
		if (c < 'a' || c > 'z') && (i == 0 || (c < '0' || c > '9') && c != '_') {
			return false
		}
	}
	return e != "" && len(e) <= 40
}

// A Span locates the bytes [Start, End) of a text. It lies on rune boundaries
// where the text is valid UTF-8.
type Span struct {
	Entity Entity `json:"entity"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
}
