package redact

type issuer struct {
	lo, hi  int32  // first six digits
	lengths uint32 // a bit for each
}

// luhn reports whether the last of the digits is their check digit.
func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// card reports whether the digits are a payment card number: an issuer's range,
// its length and the check digit.
func card(d []byte) bool {
	if len(d) < 12 || len(d) > 19 {
		return false
	}
	six := six(d)
	for _, r := range &issuers {
		if six >= r.lo && six <= r.hi && r.lengths>>len(d)&1 != 0 {
			return luhn(d)
		}
	}
	return false
}

// issued reports whether an issuer's cards begin with these digits.
func issued(d []byte) bool {
	if len(d) < 6 {
		return false
	}
	six := six(d)
	for _, r := range &issuers {
		if six >= r.lo && six <= r.hi {
			return true
		}
	}
	return false
}

// six returns the value of the first six digits.
func six(d []byte) (n int32) {
	for _, c := range d[:6] {
		n = 10*n + int32(c-'0')
	}
	return n
}

func two(d []byte) int { return 10*int(d[0]-'0') + int(d[1]-'0') }

// identity reports whether 16 digits are a NIK by themselves: a province of
// today, a real date of birth in one of two centuries, where 40 is added to the
// day of women, and a serial number that is not zero.
func identity(d []byte) bool {
	if p := two(d); provinces[p/64]>>(p%64)&1 == 0 || string(d[12:]) == "0000" {
		return false
	}
	day, month, year := two(d[6:]), two(d[8:]), two(d[10:])
	if day > 40 {
		day -= 40
	}
	if day < 1 || month < 1 || month > 12 {
		return false
	}
	last := int("\x1f\x1d\x1f\x1e\x1f\x1e\x1f\x1f\x1e\x1f\x1e\x1f"[month-1])
	if month == 2 && year%4 != 0 { // 1900 was no leap year, but 2000 was
		last = 28
	}
	return day <= last
}

// taxNumber reports whether the digits are an NPWP of 15 digits, or of 16 with a
// zero before: the ninth is a check digit.
func taxNumber(d []byte) bool {
	if len(d) == 16 && d[0] == '0' {
		d = d[1:]
	}
	return len(d) == 15 && luhn(d[:9]) && string(d[:9]) != "000000000"
}

// iban reports whether the letters and digits are an IBAN: the country's length
// and the remainder by 97.
func iban(s []byte) bool {
	rest := 0
	for i := range s {
		c := lower[s[(i+4)%len(s)]]
		switch {
		case c >= '0' && c <= '9':
			rest = (10*rest + int(c-'0')) % 97
		case c >= 'a' && c <= 'z':
			rest = (100*rest + int(c-'a') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

// ibanLength returns the length of an IBAN of the country, 0 if there is none.
func ibanLength(a, b byte) int {
	a, b = lower[a]&^0x20, lower[b]&^0x20
	for i := 0; i < len(ibanLengths); i += 4 {
		if ibanLengths[i] == a && ibanLengths[i+1] == b {
			return int(ibanLengths[i+2]-'0')*10 + int(ibanLengths[i+3]-'0')
		}
	}
	return 0
}

// national returns what follows the trunk prefix 0 or the country code 62.
func national(d []byte) []byte {
	switch {
	case len(d) > 2 && d[0] == '6' && d[1] == '2':
		d = d[2:]
		if d[0] == '0' {
			d = d[1:] // "+62 (0)812"
		}
		return d
	case len(d) > 1 && d[0] == '0' && d[1] != '0':
		return d[1:]
	}
	return nil
}

// mobile reports whether the digits are an Indonesian mobile number.
func mobile(d []byte) bool {
	d = national(d)
	return len(d) >= 9 && len(d) <= 12 && d[0] == '8' && d[1] != '0' && d[1] != '4'
}

// fixedLine reports whether the digits are an Indonesian fixed-line number.
func fixedLine(d []byte) bool {
	d = national(d)
	if len(d) < 8 || len(d) > 11 {
		return false
	}
	short := two(d)
	long := 10*short + int(d[2]-'0')
	return areas[short/64]>>(short%64)&1 != 0 && len(d) >= 9 || areas[long/64]>>(long%64)&1 != 0
}

// business reports whether the digits are a company's short or toll-free number,
// which is nobody's own.
func business(d []byte) bool {
	s := string(d[:min(4, len(d))])
	return len(d) <= 5 || s == "1500" || s == "0800" || s == "0804" || s == "0807" || s == "0809"
}
