/** What a file says of itself. The same words give the same bytes: files are named by the hash of their content. */
export type Mark = { digitalSourceType: string; provider: string; model: string }

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const quoted = (text: string): string => text.replace(/[&<>"]/g, (sign) => escaped[sign] ?? sign)

/**
 * The mark as an XMP packet (ISO 16684-1), UTF-8: the digital source type as the IPTC Photo Metadata Standard and the Video Metadata Hub name
 * it, and the tool that made the file.
 */
export function xmpPacket({ digitalSourceType, provider, model }: Mark): Uint8Array {
  const text = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<Iptc4xmpExt:DigitalSourceType>${quoted(digitalSourceType)}</Iptc4xmpExt:DigitalSourceType>
<xmp:CreatorTool>${quoted(`Unfold (${provider}, ${model})`)}</xmp:CreatorTool>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`
  return new TextEncoder().encode(text)
}
