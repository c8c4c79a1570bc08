package redact

import "slices"

// A group is a run of digits within a longer number, or digits written one by
// one, as one.
type group struct {
	start, end  int32 // bytes of the view
	first, last int32 // tokens
	digits      int32
	check       int32 // of four digits: their share of the check sum of a card written in fours
	spelled     bool  // digits written one by one
}

const maxDigits = 19

// reach is how many tokens lie at most between a number and what announces it.
const reach = 5

// numbers finds what consists of digits and separators.
func (sc *scanner) numbers() {
	sc.steer = -reach - 2
	for i := 0; i < len(sc.tokens); i++ {
		if sc.tokens[i].kind != count {
			if sc.tokens[i].mask&steers != 0 {
				sc.steer = i
			}
			continue
		}
		sc.gather(i)
		i = int(sc.groups[len(sc.groups)-1].last)
		for from := 0; from < len(sc.groups); {
			from += max(1, sc.number(from))
		}
	}
}

// gather fills sc.groups with the groups that follow each other from token i on.
func (sc *scanner) gather(i int) {
	sc.groups = sc.groups[:0]
	for j := i; j < len(sc.tokens); {
		t := &sc.tokens[j]
		if t.kind != count || j > i && !soft(t.sep) {
			break
		}
		g := group{start: t.start, end: t.end, first: int32(j), last: int32(j), digits: t.end - t.start}
		if g.digits == 1 {
			k := j + 1
			for k < len(sc.tokens) && sc.tokens[k].kind == count && sc.tokens[k].end-sc.tokens[k].start == 1 && soft(sc.tokens[k].sep) {
				k++
			}
			if k-j >= 3 {
				g.end, g.last, g.digits, g.spelled = sc.tokens[k-1].end, int32(k-1), int32(k-j), true
			}
		}
		if g.digits == 4 && !g.spelled {
			g.check = share(sc.view.b[g.start:g.end])
		}
		sc.groups = append(sc.groups, g)
		j = int(g.last) + 1
	}
}

// soft reports whether what stands between two groups of digits leaves them one
// number.
func soft(sep uint8) bool { return sep&^(sepSpace|sepSoft) == sepNarrow }

// A number is a candidate: some adjacent groups.
type number struct {
	groups     []group
	digits     []byte
	form       form
	plus       bool // a plus sign stands before it
	code       bool // part of a longer code: glued to it by a slash, # or _
	said       mask // the nearest keyword, of any kind
	near       int  // tokens between
	secret     mask // the nearest keyword of those that matter for secrets
	money      bool // written like an amount
	sameDigits bool
	head, tail bool // begins, ends what could be one number
}

// number looks for the longest number that begins with group from, adds it, and
// returns how many groups it has, 0 if there is none.
func (sc *scanner) number(from int) int {
	first := int(sc.groups[from].first)
	announced := first-sc.steer <= reach+1
	if !announced && len(sc.groups)-from > maxDigits && !sc.plausible(from) {
		return 0
	}
	var buf [maxDigits]byte
	n, to := 0, from
	var written form
	for to < len(sc.groups) && n+int(sc.groups[to].digits) <= maxDigits && to-from < maxDigits {
		for _, c := range sc.view.b[sc.groups[to].start:sc.groups[to].end] {
			if class[c]&digit != 0 {
				buf[n] = c
				n++
			}
		}
		written = written<<4 | form(min(sc.groups[to].digits, 15))
		to++
	}
	if n < 3 {
		return 0
	}
	x := number{plus: sc.precededBy(first, '+'), form: written}
	if announced {
		x.said, x.near = sc.before(first, steers, reach)
		if x.said&kwBank != 0 {
			if va, n := sc.before(first, kwVa, reach); va != 0 {
				x.said, x.near = va, n // "VA BCA …"
			}
		}
		if x.said&kwCourier != 0 {
			at := first - 1 - x.near
			if order, _ := sc.before(at-int(sc.tokens[at].words)+1, kwOrder, reach); order != 0 {
				x.said &^= kwCourier // "resi kurir …"
			}
		}
		x.secret, _ = sc.before(first, secretNumber|kwPassword|kwOrder|kwMoney|kwTime|kwVersion|kwBusiness, reach)
	}
	for ; to > from; to-- {
		if n < 3 {
			return 0
		}
		x.groups, x.digits = sc.groups[from:to], buf[:n]
		x.head, x.tail = from == 0, to == len(sc.groups)
		if !announced && !x.tail && (n < 7 || !x.plus && buf[0] != '0' && buf[0] != '6' && !(x.written(bareForms[:]) && x.valid())) {
			n -= int(sc.groups[to-1].digits)
			x.form >>= 4
			continue // nothing says what it is, not even its form
		}
		if e := sc.classify(x); e != "" {
			start, end := int(x.groups[0].start), int(x.groups[len(x.groups)-1].end)
			sc.add(e, sc.widen(e, start), end)
			return to - from
		}
		n -= int(sc.groups[to-1].digits)
		x.form >>= 4
	}
	return 0
}

// plausible reports whether a number without a keyword near it may begin with
// group i: a quick test for long lists of numbers.
func (sc *scanner) plausible(i int) bool {
	g := &sc.groups[i]
	a := sc.view.b[g.start]
	switch {
	case g.digits > 6 || g.spelled || a == '0' || sc.precededBy(int(g.first), '+'):
		return true
	case g.digits == 1 || g.digits == 5:
		return false
	}
	next := sc.groups[i+1].digits
	b := sc.view.b[g.start+1]
	if a == '6' && b == '2' {
		return true
	}
	p := 10*int(a-'0') + int(b-'0')
	switch g.digits {
	case 2:
		return next == 3 || provinces[p/64]>>(p%64)&1 != 0
	case 3:
		return next == 3
	case 4:
		return next == 6 || next == 4 && (provinces[p/64]>>(p%64)&1 != 0 || sc.fours(i))
	}
	return true
}

// fours reports whether groups of four digits from group i on may be a card: three
// or four of them by the check digit, or with a shorter group after them.
func (sc *scanner) fours(i int) bool {
	sum := int32(0)
	for n := range 5 {
		g := &sc.groups[i+n]
		if g.digits != 4 || g.spelled {
			return true
		}
		if sum += g.check; (n == 2 || n == 3) && sum%10 == 0 {
			return true
		}
	}
	return false
}

// share returns what four digits add to the check sum of a number in which an even
// number of digits follows them.
func share(d []byte) (sum int32) {
	for i, c := range d {
		v := int32(c - '0')
		if i%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum
}

// valid reports whether the digits alone may be something.
func (x *number) valid() bool {
	return x.form == 0x334 || card(x.digits) || len(x.digits) == 16 && identity(x.digits) || taxNumber(x.digits)
}

// precededBy reports whether the byte c stands directly before token i.
func (sc *scanner) precededBy(i int, c byte) bool {
	at := sc.tokens[i].start
	if at > 0 && sc.view.b[at-1] == '(' {
		at--
	}
	return at > 0 && sc.view.b[at-1] == c
}

// widen moves the start over what belongs to the number although it is no digit:
// "+", "(" and the letter of a code such as "G-482913".
func (sc *scanner) widen(e Entity, start int) int {
	b := sc.view.b
	for start > 0 && e == Phone && (b[start-1] == '+' || b[start-1] == '(') {
		start--
	}
	if e == OTP && start > 1 && b[start-1] == '-' && class[b[start-2]]&letter != 0 && (start == 2 || class[b[start-3]]&(letter|digit) == 0) {
		start -= 2
	}
	return start
}

// classify says what x is, or returns "".
func (sc *scanner) classify(x number) Entity {
	last := int(x.groups[len(x.groups)-1].last)
	if x.said == 0 && x.tail {
		x.said, x.near = sc.after(last, steers, 4)
	}
	if x.secret == 0 && x.tail && x.head {
		x.secret, _ = sc.after(last, secretNumber, 4)
	}
	sc.surroundings(&x, last)
	n := len(x.digits)
	if n <= 8 && x.secret != 0 {
		if e := x.secretNumber(); e != "" && !sc.quantity(last) {
			return e
		}
	}
	if n < 7 || x.sameDigits {
		return ""
	}
	if e := x.announced(); e != "" {
		return e
	}
	if e := x.evident(); e != "" {
		return e
	}
	if sc.cutOff(&x, last) {
		return CreditCard
	}
	return ""
}

// surroundings fills in what depends on where x ends.
func (sc *scanner) surroundings(x *number, last int) {
	first := int(x.groups[0].first)
	t := &sc.tokens[first]
	glue := func(c byte) bool { return c == '/' || c == '#' || c == '_' || c == '@' || c == '\\' }
	if t.start > 0 && glue(sc.view.b[t.start-1]) {
		x.code = sc.view.b[t.start-1] != '#' || x.secret&secretNumber == 0 || !sc.given(first)
	}
	if end := int(sc.tokens[last].end); end+1 < len(sc.view.b) && glue(sc.view.b[end]) && class[sc.view.b[end+1]]&(letter|digit) != 0 {
		x.code = true
	}
	x.money = len(x.groups) > 1 && x.groups[0].digits <= 3
	x.sameDigits = true
	for _, c := range x.digits {
		x.sameDigits = x.sameDigits && c == x.digits[0]
	}
	for i := 1; i < len(x.groups); i++ {
		g := &x.groups[i]
		x.money = x.money && g.digits == 3 && g.start-x.groups[i-1].end == 1 && sc.view.b[g.start-1] == '.'
	}
}

// given reports whether token i surely is the value of the secret that is named
// before it: "kode otp: #482913", but not "masalah otp #482913".
func (sc *scanner) given(i int) bool {
	said, n := sc.before(i, secretNumber|kwOrder, reach)
	if said&secretNumber == 0 {
		return false
	}
	value, strong := sc.link(i - 1 - n)
	return strong && value == i
}

// quantity reports whether a unit follows token i: "10 menit", "3 kali".
func (sc *scanner) quantity(i int) bool {
	return i+1 < len(sc.tokens) && sc.tokens[i+1].mask&kwUnit != 0 && sc.tokens[i+1].sep&(sepBreak|sepComma) == 0
}

// secretNumber says which secret of three to eight digits x is.
func (x *number) secretNumber() Entity {
	n := len(x.digits)
	if x.secret&(secretNumber|kwPassword) == 0 || x.code || len(x.groups) > 1 && !(x.head && x.tail) {
		return ""
	}
	for i := 1; i < len(x.groups); i++ {
		if x.groups[i].digits != x.groups[0].digits || x.groups[i].digits < 2 {
			return ""
		}
	}
	switch m := x.secret; {
	case m&kwCvv != 0 && (n == 3 || n == 4 && m&kwOtp == 0):
		return CVV
	case m&kwOtp != 0 && n >= 4:
		return OTP
	case m&kwPin != 0 && n >= 4:
		return PIN
	case m&kwPassword != 0 && n >= 4:
		return Password
	}
	return ""
}

// cutOff reports whether x, which ends with token last, is the beginning of a card
// number at the end of a text that was cut: "kartu saya 4111 1111 11…".
func (sc *scanner) cutOff(x *number, last int) bool {
	n := len(x.digits)
	if !x.head || !x.tail || n > 18 || last != len(sc.tokens)-1 || x.plus || x.code || x.money || mobile(x.digits) ||
		x.said&(kwOrder|kwMoney|kwVersion|kwTime|kwPhone|kwBank|kwVa) != 0 || !issued(x.digits) {
		return false
	}
	for _, c := range sc.view.b[x.groups[len(x.groups)-1].end:] {
		if c != '.' && c != ' ' && c != '-' && c != '|' {
			return false
		}
	}
	if x.said&kwCard != 0 {
		return true
	}
	for _, g := range x.groups[:len(x.groups)-1] {
		if g.digits != 4 {
			return false
		}
	}
	return len(x.groups) > 2 && x.groups[len(x.groups)-1].digits <= 4 && n >= 9
}

// announced says what x is by the keyword near it.
func (x *number) announced() Entity {
	n, m := len(x.digits), x.said
	switch {
	case m&kwKk != 0 && n == 16:
		return KK
	case m&kwNik != 0 && n == 16:
		return NIK
	case m&kwNpwp != 0 && taxNumber(x.digits):
		return NPWP
	case m&kwPassport != 0 && (n == 8 || n == 9) && len(x.groups) == 1:
		return Passport // of other countries
	case m&kwBpjs != 0 && (n == 13 || n == 11):
		return BPJS
	case m&kwSim != 0 && (n == 12 || n == 14 || n == 16) && !mobile(x.digits) && !x.money:
		return SIM
	case m&kwCard != 0 && card(x.digits):
		return CreditCard
	case m&kwPan != 0 && (n == 16 || n == 15 && x.digits[0] == '3') && x.written(cardForms[:]):
		return CreditCard // mistyped
	case m&kwVa != 0 && n >= 10 && n <= 18:
		return VirtualAccount
	case m&kwBank != 0 && n >= 8 && n <= 16 && !x.money && !(x.near > 0 && mobile(x.digits) && n >= 11) && !x.plus:
		return BankAccount
	case m&kwPhone != 0 && n <= 13 && !x.money && !x.code && !business(x.digits) && !x.clock():
		return Phone
	}
	return ""
}

// evident says what x is by itself.
func (x *number) evident() Entity {
	n := len(x.digits)
	plain := len(x.groups) == 1 && !x.groups[0].spelled
	steered := x.said & (kwOrder | kwMoney | kwVersion)
	if x.said&kwCourier != 0 && mobile(x.digits) {
		steered = 0 // no waybill begins so
	}
	if steered != 0 && (plain || x.money) && !x.plus {
		return "" // an order number, whatever it looks like
	}
	if n == 16 && identity(x.digits) && !x.code && x.written(identityForms[:]) {
		return NIK
	}
	if card(x.digits) && x.written(cardForms[:]) {
		return CreditCard
	}
	if x.code || steered&(kwOrder|kwVersion) != 0 {
		return ""
	}
	if taxNumber(x.digits) && (len(x.groups) >= 5 || len(x.groups) == 1 && string(x.digits[n-3:]) == "000") {
		return NPWP
	}
	if x.phone() {
		return Phone
	}
	return ""
}

// phone reports whether x is a telephone number by itself.
func (x *number) phone() bool {
	n := len(x.digits)
	switch {
	case x.money, business(x.digits), x.clock():
		return false // an amount, a hotline, "08.00-17.00"
	case x.plus:
		return n >= 8 && n <= 15 && x.digits[0] != '0'
	case mobile(x.digits), x.said&kwTime == 0 && fixedLine(x.digits):
		return true
	}
	g := x.groups // as written in North America
	return len(g) == 3 && g[0].digits == 3 && g[1].digits == 3 && g[2].digits == 4 &&
		x.digits[0] >= '2' && x.digits[3] >= '2' && x.said&(kwTime|kwMoney) == 0
}

// A form is how the digits are grouped, four bits for the size of each group: it
// is 0x4444 for "4111 1111 1111 1111".
type form uint64

// The forms in which a number is written without a keyword beside it; one group,
// and digits spelled one by one, always are.
var (
	identityForms = [...]form{0x664, 0x4444, 0x2464, 0x22264, 0x222664, 0x2222224}
	cardForms     = [...]form{0x4444, 0x44443, 0x465, 0x464, 0x46, 0x4443, 0x444}
	bareForms     = [...]form{0x664, 0x4444, 0x2464, 0x22264, 0x222664, 0x2222224, 0x44443, 0x465, 0x464, 0x46, 0x4443, 0x444, 0x334, 0x233133, 0x333133}
	clockForms    = [...]form{0x2222, 0x22222}
)

// written reports whether x is one group or has one of the forms.
func (x *number) written(forms []form) bool {
	return len(x.groups) == 1 || len(x.groups) <= 8 && slices.Contains(forms, x.form)
}

// clock reports whether x is written like times of day, "08.00-17.00".
func (x *number) clock() bool { return len(x.groups) > 1 && x.written(clockForms[:]) }
