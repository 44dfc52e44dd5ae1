// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect_extras.h"

#include "ui/header_rows.h"
#include "ui/label.h"
#include "ui/script_rows.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLongestField = 8192;
constexpr int kLongestName = 128;

QString secondsText(Duration time)
{
    return QString::number(std::chrono::duration<double>(time).count(), 'g', 10);
}

} // namespace

std::optional<qint64> byteCountFromText(const QString& text)
{
    static const QRegularExpression form(u"\\A\\s*(\\d{1,10})\\s*(b|kib|kb|mib|mb|gib|gb|)\\s*\\z"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2).toLower();
    const int shift = unit.startsWith(u'k')   ? 10
                      : unit.startsWith(u'm') ? 20
                      : unit.startsWith(u'g') ? 30
                                              : 0;
    const qint64 number = match.captured(1).toLongLong();
    if (number < 1 || number > (EndpointSettings::kLargestMaxMessage >> shift))
        return std::nullopt;
    return number << shift;
}

QString byteCountText(qint64 bytes)
{
    if (bytes % (1 << 20) == 0)
        return u"%1 MiB"_s.arg(bytes >> 20);
    return bytes % (1 << 10) == 0 ? u"%1 KiB"_s.arg(bytes >> 10) : QString::number(bytes);
}

QString ConnectExtras::nameOf(Section section)
{
    switch (section) {
    case Headers:
        return tr("Headers");
    case Subprotocols:
        return tr("Subprotocol");
    case Steps:
        return tr("More steps");
    case Certificates:
        return tr("Certificates");
    case Limits:
    case kSections:
        break;
    }
    return tr("More");
}

ConnectExtras::ConnectExtras(const QString& prefix, bool isWide, QWidget* parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_isWide(isWide)
    , m_grid(new QGridLayout(this))
    , m_headers(new HeaderRows(prefix, this))
    , m_subprotocols(makeField(u"Subprotocols"_s, tr("Subprotocols"), tr("one, or several with commas")))
    , m_script(new ScriptRows(prefix, this))
    , m_authorities(makeField(u"Authorities"_s, tr("CA file"), tr("PEM file, trusted beside the system's")))
    , m_anyCertificate(new QCheckBox(tr("Accept any certificate"), this))
    , m_proxy(makeField(u"Proxy"_s, tr("Proxy"), tr("http:// or socks5://host:port")))
    , m_name(makeField(u"Name"_s, tr("Name"), tr("host and path")))
    , m_largest(makeField(u"Largest"_s, tr("Largest message"), u"16 MiB"_s))
    , m_connectTimeout(makeField(u"ConnectTimeout"_s, tr("Time to connect, seconds"), u"10"_s))
    , m_pingInterval(makeField(u"PingInterval"_s, tr("Time between pings, seconds"), u"10"_s))
    , m_problem(makeLabel({}, this, {"bad", "small", true}))
{
    m_name->setMaxLength(kLongestName);
    m_anyCertificate->setObjectName(prefix + u"AnyCertificate"_s);
    m_anyCertificate->setAccessibleName(m_anyCertificate->text());
    m_anyCertificate->setToolTip(
        tr("<p>Whoever is between you and the server can then read and change everything</p>"));
    m_problem->setObjectName(prefix + u"ExtrasProblem"_s);
    m_grid->setContentsMargins(0, 0, isWide ? 6 : 2, 0);
    m_grid->setHorizontalSpacing(14);
    m_grid->setVerticalSpacing(isWide ? 8 : 4);
    m_grid->setColumnStretch(isWide ? 1 : 0, 1);
    addRow(Headers, tr("Headers"), m_headers);
    addRow(Subprotocols, tr("Subprotocols"), m_subprotocols);
    addRow(Steps, tr("Then"), m_script);
    addRow(Certificates, tr("CA file"), m_authorities);
    addRow(Certificates, {}, m_anyCertificate);
    addRow(Limits, tr("Name"), m_name);
    addRow(Limits, tr("Proxy"), m_proxy);
    addRow(Limits, tr("Largest message"), m_largest);
    addRow(Limits, tr("Connect within, s"), m_connectTimeout);
    addRow(Limits, tr("Ping every, s"), m_pingInterval);
    m_grid->addWidget(m_problem, m_grid->rowCount(), 0, 1, isWide ? 2 : 1);
    setSource({});
}

QLineEdit* ConnectExtras::makeField(const QString& name, const QString& accessible,
                                    const QString& placeholder)
{
    auto* field = new QLineEdit(this);
    field->setObjectName(m_prefix + name);
    field->setAccessibleName(accessible);
    field->setPlaceholderText(placeholder);
    field->setMaxLength(kLongestField);
    field->setMinimumWidth(40);
    connect(field, &QLineEdit::returnPressed, this, &ConnectExtras::submitted);
    connect(field, &QLineEdit::textEdited, this, [this, field] {
        field->setProperty("wrong", false);
        restyle(field);
        m_problem->hide();
    });
    return field;
}

void ConnectExtras::addRow(Section section, const QString& label, QWidget* field)
{
    int row = m_grid->rowCount();
    if (!label.isEmpty()) {
        QLabel* heading =
            makeLabel(label, this, m_isWide ? LabelLook{"secondary"} : LabelLook{"secondary", "small"});
        m_grid->addWidget(heading, row, 0, m_isWide ? Qt::AlignTop | Qt::AlignLeft : Qt::AlignLeft);
        if (m_isWide)
            heading->setContentsMargins(0, 5, 0, 0);
        m_parts[section] += heading;
    }
    m_grid->addWidget(field, m_isWide ? row : row + 1, m_isWide ? 1 : 0);
    m_parts[section] += field;
}

void ConnectExtras::setShown(Section section, bool isShown)
{
    m_isShown[section] = isShown;
    for (QWidget* part : m_parts[section])
        part->setVisible(isShown);
}

void ConnectExtras::focusSection(Section section)
{
    setShown(section, true);
    if (section == Headers)
        m_headers->addRow();
    else if (section == Steps)
        m_script->addRow();
    else
        m_parts[section][1]->setFocus(Qt::OtherFocusReason);
}

void ConnectExtras::focusLargest()
{
    setShown(Limits, true);
    m_largest->setFocus(Qt::OtherFocusReason);
}

void ConnectExtras::setSource(const EndpointSource& source)
{
    const EndpointSource usual;
    m_headers->setHeaders(source.headers);
    m_subprotocols->setText(source.subprotocols.join(u", "_s));
    m_script->setScript(source.script);
    m_authorities->setText(source.authorities);
    m_anyCertificate->setChecked(!source.verifyTls);
    m_proxy->setText(source.proxy);
    m_name->setText(source.name);
    const auto unless = [](bool isUsual, const QString& text) { return isUsual ? QString() : text; };
    m_largest->setText(
        unless(source.maxMessageBytes == usual.maxMessageBytes, byteCountText(source.maxMessageBytes)));
    m_connectTimeout->setText(
        unless(source.connectTimeout == usual.connectTimeout, secondsText(source.connectTimeout)));
    m_pingInterval->setText(
        unless(source.pingInterval == usual.pingInterval, secondsText(source.pingInterval)));
    m_problem->hide();
    for (QLineEdit* field : {m_proxy, m_largest, m_connectTimeout, m_pingInterval}) {
        field->setProperty("wrong", false);
        restyle(field);
    }
    setShown(Headers, !source.headers.isEmpty());
    setShown(Subprotocols, !source.subprotocols.isEmpty());
    setShown(Steps, !source.script.isEmpty());
    setShown(Certificates, !source.authorities.isEmpty() || !source.verifyTls);
    setShown(Limits, !source.proxy.isEmpty() || !source.name.isEmpty() ||
                         source.maxMessageBytes != usual.maxMessageBytes ||
                         source.connectTimeout != usual.connectTimeout ||
                         source.pingInterval != usual.pingInterval);
}

bool ConnectExtras::refuse(QLineEdit* field, const QString& words)
{
    field->setProperty("wrong", true);
    restyle(field);
    setShown(Limits, true);
    setLabelText(m_problem, words);
    m_problem->show();
    field->setFocus(Qt::OtherFocusReason);
    return false;
}

bool ConnectExtras::readTime(QLineEdit* field, Duration& time)
{
    const QString text = field->text().trimmed();
    if (text.isEmpty())
        return true;
    bool ok = false;
    const double seconds = text.toDouble(&ok);
    const auto in = [](auto duration) { return std::chrono::duration<double>(duration).count(); };
    if (!ok || !(seconds >= in(EndpointSource::kShortestTime) && seconds <= in(EndpointSource::kLongestTime)))
        return refuse(field, tr("%1: a number from 0.1 to 3600").arg(field->accessibleName()));
    time = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
    return true;
}

std::optional<EndpointSource> ConnectExtras::applied(EndpointSource source)
{
    const EndpointSource usual;
    source.headers = m_headers->headers();
    source.subprotocols.clear();
    for (const QString& name : m_subprotocols->text().split(u',', Qt::SkipEmptyParts)) {
        if (!name.trimmed().isEmpty())
            source.subprotocols += name.trimmed();
    }
    const auto script = m_script->script();
    if (!script) {
        setShown(Steps, true);
        return std::nullopt;
    }
    source.script = *script;
    source.authorities = m_authorities->text().trimmed();
    source.verifyTls = !m_anyCertificate->isChecked();
    source.proxy = m_proxy->text().trimmed();
    source.name = m_name->text().trimmed();
    source.maxMessageBytes = usual.maxMessageBytes;
    source.connectTimeout = usual.connectTimeout;
    source.pingInterval = usual.pingInterval;
    if (!m_largest->text().trimmed().isEmpty()) {
        const auto bytes = byteCountFromText(m_largest->text());
        if (!bytes) {
            refuse(m_largest, tr("Largest message: as 16 MiB or 64 KiB, at most 1024 MiB"));
            return std::nullopt;
        }
        source.maxMessageBytes = *bytes;
    }
    if (!readTime(m_connectTimeout, source.connectTimeout) || !readTime(m_pingInterval, source.pingInterval))
        return std::nullopt;
    return source;
}

} // namespace weir
