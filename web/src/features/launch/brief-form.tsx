import { useQuery } from '@tanstack/react-query';
import { brands as brandsQuery } from '../../api/queries';
import { t } from '../../locales/words';
import { slugOf } from './brief-text';
import { ChoiceField, TextField, TickField } from './field';
import { FilesPart } from './files-part';
import { useLaunch } from './launch-context';
import { MessagesPart } from './messages-part';
import { FallbackPart, RightsPart } from './rights-part';

/** The brief as fields; brief.yaml beside it is the same. */
export function BriefForm() {
  const { broken } = useLaunch();
  return (
    <form className="brief-form" aria-label={t.brief.title} onSubmit={(event) => event.preventDefault()}>
      {broken && (
        <p className="notice care" role="status">
          {t.launch.broken(broken.line)}
        </p>
      )}
      <fieldset disabled={broken !== null}>
        <legend className="unseen">{t.brief.title}</legend>
        <FilesPart />
        <NamesPart />
        <MessagesPart />
        <BudgetPart />
        <details className="launch-part more-fields">
          <summary>{t.launch.more}</summary>
          <RightsPart />
          <FallbackPart />
          <CarePart />
        </details>
      </fieldset>
    </form>
  );
}

function NamesPart() {
  const { fields, campaignId, setAll, setSaid } = useLaunch();
  const { data: brands = [] } = useQuery(brandsQuery());
  const isExisting = campaignId !== undefined;
  // The short name follows the title until somebody writes another.
  const follows = !isExisting && fields.campaign === slugOf(fields.title);
  const setTitle = (title: string) =>
    setAll([[['title'], title], ...(follows ? [[['campaign'], slugOf(title)] as const] : [])]);
  return (
    <section className="launch-part" aria-label={t.launch.names}>
      <TextField path={['title']} label={t.launch.title} value={fields.title} onChange={setTitle} />
      <div className="field-row">
        <TextField
          path={['campaign']}
          label={t.launch.slug}
          value={fields.campaign}
          isReadOnly={isExisting}
          {...(isExisting ? { note: t.launch.slugFixed } : {})}
        />
        <ChoiceField
          path={['brand']}
          label={t.brief.brand}
          value={fields.brand}
          isReadOnly={isExisting}
          options={brands.map(({ slug, title }) => ({ value: slug, label: title }))}
          onChange={(brand) => setSaid([[['brand'], brand]], t.launch.brandChanged)}
        />
      </div>
      <div className="field-row">
        <TextField path={['starts']} label={t.launch.starts} type="date" value={fields.starts} />
        <TextField path={['ends']} label={t.launch.ends} type="date" value={fields.ends} />
      </div>
    </section>
  );
}

function BudgetPart() {
  const { fields, setAll } = useLaunch();
  const { amount, currency, hard } = fields.budget;
  // A budget is whole or not there at all.
  const setAmount = (next: string) =>
    next === ''
      ? setAll([[['budget'], undefined]])
      : amount === ''
        ? setAll([[['budget'], { amount: next, currency: currency || 'EUR', hard: true }]])
        : setAll([[['budget', 'amount'], next]]);
  return (
    <section className="launch-part" aria-labelledby="launch-budget">
      <h2 className="small-title" id="launch-budget">
        {t.budget.title}
      </h2>
      <div className="field-row">
        <TextField
          path={['budget', 'amount']}
          label={t.launch.amount}
          value={amount}
          placeholder={t.budget.none}
          onChange={setAmount}
        />
        {amount !== '' && <TextField path={['budget', 'currency']} label={t.launch.currency} value={currency} />}
      </div>
      {amount !== '' && <TickField path={['budget', 'hard']} label={t.budget.hardNote} isOn={hard} />}
    </section>
  );
}

function CarePart() {
  const { fields, set } = useLaunch();
  return (
    <div className="sub-part">
      <TickField
        path={['sensitivity']}
        label={t.launch.sensitive}
        note={t.launch.sensitiveNote}
        isOn={fields.sensitivity === 'sensitive'}
        onChange={(isOn) => set(['sensitivity'], isOn ? 'sensitive' : 'normal')}
      />
      <TickField
        path={['regulated']}
        label={t.launch.regulated}
        note={t.launch.regulatedNote}
        isOn={fields.regulated}
      />
    </div>
  );
}
