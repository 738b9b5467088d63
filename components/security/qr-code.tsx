/**
 * A QR code as the server drew it: the path of its dark modules, quiet zone included. Dark on white in both themes, since
 * readers expect that (ISO/IEC 18004 section 6.2).
 */
export function QrCode({ size, path, label }: { size: number; path: string; label: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 rounded-md border bg-[white] forced-color-adjust-none"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
