import { en } from '../../components/messages/en.ts'

export default function Loading() {
  return (
    <main className="page" id="main" aria-busy="true">
      <span className="sr">{en.shell.loading}</span>
      <div className="dash-head" aria-hidden="true">
        <div className="skel h-9 w-[60%]" />
      </div>
      {[72, 58, 64].map((width) => (
        <div key={width} className="camp" aria-hidden="true">
          <span className="skel size-11 rounded-full" />
          <div>
            <div className="skel" style={{ width: `${width}%` }} />
            <div className="skel w-[40%]" />
          </div>
        </div>
      ))}
    </main>
  )
}
