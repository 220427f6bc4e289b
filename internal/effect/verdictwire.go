package effect

import "github.com/gocheckpoint/checkpoint/internal/wire"

// EncodeVerdicts is the compact form of verdicts: equal ones give equal bytes.
func EncodeVerdicts(list []Verdict) []byte {
	e := new(wire.Encoder)
	e.Int(len(list))
	for _, v := range list {
		e.Num(int(v.Kind))
		e.Str(v.What)
		e.Strs(v.Via)
		e.Num(int(v.Root))
		e.Bools([]bool{v.Returned})
		site(e, Site{File: v.File, Line: v.Line})
	}
	return e.Bytes()
}

// DecodeVerdicts is the inverse of EncodeVerdicts.
func DecodeVerdicts(data []byte) ([]Verdict, error) {
	d := &decoder{wire.NewDecoder(data)}
	var list []Verdict
	for range d.Int() {
		v := Verdict{Kind: Kind(d.Num()), What: d.Str(), Via: d.Strs(), Root: Root(d.Num())}
		d.flags(&v.Returned)
		at := d.site()
		v.File, v.Line = at.File, at.Line
		list = append(list, v)
	}
	return list, d.Err()
}
