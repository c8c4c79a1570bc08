package ticket

import "fmt"

// nameOf is for String methods: it never fails.
func nameOf(names []string, n int, kind string) string {
	if n >= 0 && n < len(names) && names[n] != "" {
		return names[n]
	}
	return fmt.Sprintf("%s(%d)", kind, n)
}

func textOf(names []string, n int, kind string) ([]byte, error) {
	if n >= 0 && n < len(names) && names[n] != "" {
		return []byte(names[n]), nil
	}
	return nil, fmt.Errorf("ticket: there is no %s %d", kind, n)
}

func indexOf(names []string, text []byte, kind string) (int, error) {
	for n, name := range names {
		if name != "" && name == string(text) {
			return n, nil
		}
	}
	return 0, fmt.Errorf("ticket: unknown %s %.40q", kind, text)
}
