package codec

import (
	"reflect"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

var (
	timeType     = reflect.TypeFor[time.Time]()
	locationType = reflect.TypeFor[time.Location]()
)

// Kinds of locations (C7).
const (
	locNil byte = iota
	locUTC
	locLocal
	locNamed
	locFixed
)

var locations sync.Map // name → *time.Location, those that LoadLocation gave

func loadLocation(name string) *time.Location {
	if l, ok := locations.Load(name); ok {
		return l.(*time.Location)
	}
	l, err := time.LoadLocation(name)
	if err != nil || l == time.UTC || l == time.Local {
		return nil
	}
	locations.Store(name, l)
	return l
}

func sameZone(t time.Time, l *time.Location, zone string, offset int) bool {
	z, o := t.In(l).Zone()
	return z == zone && o == offset
}

func (e *encoder) time(t time.Time) error {
	zone, offset := t.Zone()
	e.u64(uint64(t.Unix()))
	e.little(uint64(t.Nanosecond()), 4)
	loc := t.Location()
	if loc == time.UTC {
		e.byte(locUTC)
		return nil
	}
	kind := locFixed
	if loc == time.Local {
		kind = locLocal
	} else if l := loadLocation(loc.String()); l != nil && sameZone(t, l, zone, offset) {
		kind = locNamed
	}
	e.byte(kind)
	e.u64(uint64(offset))
	e.string(zone)
	if kind == locNamed {
		e.string(loc.String())
	}
	return nil
}

func (d *decoder) time() (t time.Time, err error) {
	b, err := d.take(13)
	if err != nil {
		return t, err
	}
	nsec := little(b[8:], 4)
	if nsec >= 1e9 {
		return t, d.corrupt("a time has %d nanoseconds", nsec)
	}
	t = time.Unix(int64(little(b, 8)), int64(nsec))
	kind := b[12]
	if kind == locUTC {
		return t.UTC(), nil
	}
	off, err := d.u64()
	if err != nil {
		return t, err
	}
	name, err := d.bytes()
	if err != nil {
		return t, err
	}
	zone, offset := string(name), int(int64(off))
	if int64(int32(offset)) != int64(off) {
		return t, d.corrupt("a zone has offset %d", offset)
	}
	switch kind {
	case locLocal:
		if sameZone(t, time.Local, zone, offset) {
			return t.Local(), nil
		}
	case locNamed:
		name, err := d.bytes()
		if err != nil {
			return t, err
		}
		if l := loadLocation(string(name)); l != nil && sameZone(t, l, zone, offset) {
			return t.In(l), nil
		}
	case locFixed:
	default:
		return t, d.corrupt("unknown location kind %d", kind)
	}
	return t.In(time.FixedZone(zone, offset)), nil
}

// encLocation writes a *time.Location that is one of those that time gives out again.
func encLocation(e *encoder, p pointer) error {
	switch l := *(**time.Location)(p); {
	case l == nil:
		e.byte(locNil)
	case l == time.UTC:
		e.byte(locUTC)
	case l == time.Local:
		e.byte(locLocal)
	default:
		if l2 := loadLocation(l.String()); l2 != nil && sameRules(l, l2) {
			e.byte(locNamed)
			e.string(l.String())
			return nil
		}
		zone, offset := time.Unix(0, 0).In(l).Zone()
		if !sameRules(l, time.FixedZone(zone, offset)) {
			return unstorable(locationType, "time.LoadLocation does not give this location back")
		}
		e.byte(locFixed)
		e.u64(uint64(offset))
		e.string(zone)
	}
	return nil
}

func sameRules(a, b *time.Location) bool {
	x, err1 := objecthash.Hash(a)
	y, err2 := objecthash.Hash(b)
	return err1 == nil && err2 == nil && x == y
}

func decLocation(d *decoder, p pointer) error {
	kind, err := d.byte()
	if err != nil {
		return err
	}
	l := (**time.Location)(p)
	switch kind {
	case locNil:
	case locUTC:
		*l = time.UTC
	case locLocal:
		*l = time.Local
	case locNamed:
		name, err := d.bytes()
		if err != nil {
			return err
		}
		if *l = loadLocation(string(name)); *l == nil {
			return &ShapeError{Reason: "this machine does not know the time zone " + string(name)}
		}
	case locFixed:
		off, err := d.u64()
		if err != nil {
			return err
		}
		zone, err := d.bytes()
		if err != nil {
			return err
		}
		if int64(int32(off)) != int64(off) {
			return d.corrupt("a zone has offset %d", int64(off))
		}
		*l = time.FixedZone(string(zone), int(int32(off)))
	default:
		return d.corrupt("unknown location kind %d", kind)
	}
	return nil
}
